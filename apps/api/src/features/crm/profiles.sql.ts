import {
  integer,
  nullable,
  ownedStatement,
  sql,
  text,
  timestamp,
  uuid,
  type RowOf,
  type Sql,
} from '@memo/entities';
/** A profile as a list of speakers shows it. The names are the contract's, so a row needs no mapping. */
export const profileCard = {
  id: uuid,
  first_name: text,
  middle_name: nullable(text),
  last_name: text,
  full_name: text,
  email: nullable(text),
  phone: nullable(text),
  company: nullable(text),
  designation: nullable(text),
  notes: nullable(text),
};

const profile = { ...profileCard, user_id: integer, created_at: timestamp, updated_at: timestamp };

export type ProfileCard = RowOf<typeof profileCard>;
export type ProfileRow = RowOf<typeof profile>;

const fullName = `concat_ws(' ', profile.first_name, profile.middle_name, profile.last_name)`;

/** The columns of a `ProfileCard`, of speaker_profiles under the alias `profile`. */
export const cardColumns = `profile.id, profile.first_name, profile.middle_name, profile.last_name,
  ${fullName} AS full_name, profile.email, profile.phone, profile.company, profile.designation, profile.notes`;

const columns = `${cardColumns}, profile.user_id, profile.created_at, profile.updated_at`;

/** All a person may look for, a line each; the name also as people say it, without the middle one. */
const searchedText = `normalize(concat_ws(E'\\n', ${fullName}, profile.first_name || ' ' || profile.last_name,
  profile.email, profile.company, profile.designation, profile.phone), NFC)`;

const found = (own: Sql<true>, part: Sql) => sql`FROM speaker_profiles profile
  WHERE ${own} AND (${part} = '' OR ${searchedText} ILIKE '%' || ${part} || '%')`;

/** By last name. `part` is in NFC and has its wildcards escaped. */
export const listProfiles = ownedStatement({
  name: 'crm.list_profiles',
  values: { part: text, limit: integer, offset: integer },
  columns: profile,
  sql: ({ $, own }) => sql`SELECT ${columns} ${found(own('speaker_profiles', 'profile'), $.part)}
    ORDER BY profile.last_name, profile.first_name, profile.id LIMIT ${$.limit} OFFSET ${$.offset}`,
});

export const countProfiles = ownedStatement({
  name: 'crm.count_profiles',
  values: { part: text },
  columns: { total: integer },
  sql: ({ $, own }) =>
    sql`SELECT count(*)::int AS total ${found(own('speaker_profiles', 'profile'), $.part)}`,
});

const findWith = (lock: 'FOR KEY SHARE' | '') =>
  ownedStatement({
    name: 'crm.find_profile',
    values: { id: uuid },
    columns: profile,
    sql: ({ $, own }) => sql`SELECT ${columns} FROM speaker_profiles profile
      WHERE ${own('speaker_profiles', 'profile')} AND profile.id = ${$.id} ${lock}`,
  });

export const findProfile = findWith('');
/** Until the transaction ends the profile cannot be deleted. */
export const holdProfile = findWith('FOR KEY SHARE');

export const lockProfile = ownedStatement({
  name: 'crm.lock_profile',
  values: { id: uuid },
  columns: { id: uuid },
  sql: ({ $, own }) => sql`SELECT id FROM speaker_profiles
    WHERE ${own('speaker_profiles')} AND id = ${$.id} FOR UPDATE`,
});

/** In the order in which mapping takes them, so that the two never wait for each other. */
export const lockSpeakersOfProfile = ownedStatement({
  // An older name, kept: dashboards know statements by theirs.
  name: 'crm.lock_voices_of_profile',
  values: { id: uuid },
  includesPrivate: 'a profile that is deleted is nobody any more, in any meeting; none is shown',
  columns: { id: uuid },
  sql: ({ $, own }) => sql`SELECT id FROM meeting_speakers
    WHERE ${own('meeting_speakers')} AND profile_id = ${$.id} ORDER BY id FOR UPDATE`,
});
