/** A profile as a list of speakers shows it. The names are the contract's, so a row needs no mapping. */
export interface ProfileCard {
  id: string;
  first_name: string;
  middle_name: string | null;
  last_name: string;
  full_name: string;
  email: string | null;
  phone: string | null;
  company: string | null;
  designation: string | null;
  notes: string | null;
}

/** A profile's columns as SQL gives them. */
export interface ProfileRow extends ProfileCard {
  user_id: number;
  created_at: Date;
  updated_at: Date;
}

const fullName = `concat_ws(' ', profile.first_name, profile.middle_name, profile.last_name)`;

/** The columns of a `ProfileCard`, of speaker_profiles under the alias `profile`. */
export const cardColumns = `profile.id, profile.first_name, profile.middle_name, profile.last_name,
  ${fullName} AS full_name, profile.email, profile.phone, profile.company, profile.designation, profile.notes`;

export const profileColumns = `${cardColumns}, profile.user_id, profile.created_at, profile.updated_at`;

/** All a person may look for, a line each; the name also as people say it, without the middle one. */
export const searchedText = `concat_ws(E'\\n', ${fullName}, profile.first_name || ' ' || profile.last_name,
  profile.email, profile.company, profile.designation, profile.phone)`;
