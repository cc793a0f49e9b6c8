import { personOf } from '@memo/access';
import { newId, SpeakerProfile, type Database, type Scope, type Transaction } from '@memo/entities';
import {
  countProfiles,
  findProfile,
  holdProfile,
  listProfiles,
  lockProfile,
  lockSpeakersOfProfile,
  type ProfileRow,
} from './profiles.sql.ts';
import type { NewProfile, ProfileChanges } from './profiles.schemas.ts';

export interface ProfilesRepository {
  /** By last name. */
  page(
    scope: Scope,
    search: string,
    limit: number,
    offset: number,
  ): Promise<{ rows: ProfileRow[]; total: number }>;
  find(scope: Scope, profileId: string): Promise<ProfileRow | null>;
  /** The profile, which cannot be deleted before this transaction ends. */
  hold(scope: Scope, tx: Transaction, profileId: string): Promise<ProfileRow | null>;
  insert(scope: Scope, tx: Transaction, profile: NewProfile): Promise<ProfileRow | null>;
  /** Null when there is none. */
  update(
    scope: Scope,
    tx: Transaction,
    profileId: string,
    changes: ProfileChanges,
  ): Promise<ProfileRow | null>;
  /** Its speakers have no profile again; false when there was no such profile. */
  delete(scope: Scope, tx: Transaction, profileId: string): Promise<boolean>;
}

export function createProfilesRepository({ rows }: Database): ProfilesRepository {
  return {
    page: async (scope, search, limit, offset) => {
      const part = search.normalize('NFC').replace(/[\\%_]/g, '\\$&');
      const [found, counted] = await Promise.all([
        rows(scope).all(listProfiles, { part, limit, offset }),
        rows(scope).first(countProfiles, { part }),
      ]);
      return { rows: found, total: counted?.total ?? 0 };
    },

    find: (scope, id) => rows(scope).first(findProfile, { id }),

    hold: (scope, tx, id) => rows(scope, tx).first(holdProfile, { id }),

    insert: async (scope, tx, profile) => {
      const id = newId();
      const names = { firstName: profile.first_name, lastName: profile.last_name };
      const columns = { ...columnsOf(profile), ...names, userId: personOf(scope) };
      await rows(scope, tx).insert(SpeakerProfile, { id, ...columns });
      return rows(scope, tx).first(findProfile, { id });
    },

    update: async (scope, tx, id, changes) => {
      await rows(scope, tx).update(SpeakerProfile, { id }, columnsOf(changes));
      return rows(scope, tx).first(findProfile, { id });
    },

    delete: async (scope, tx, id) => {
      const own = rows(scope, tx);
      if ((await own.first(lockProfile, { id })) === null) return false;
      await own.all(lockSpeakersOfProfile, { id });
      await own.delete(SpeakerProfile, { id });
      return true;
    },
  };
}

/** The columns of the fields that are given. */
const columnsOf = (fields: ProfileChanges) =>
  given({
    firstName: fields.first_name,
    middleName: fields.middle_name,
    lastName: fields.last_name,
    email: fields.email,
    phone: fields.phone,
    company: fields.company,
    designation: fields.designation,
    notes: fields.notes,
  });

type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

const given = <T extends object>(columns: T): Given<T> =>
  Object.fromEntries(
    Object.entries(columns).filter(([, value]) => value !== undefined),
  ) as Given<T>;
