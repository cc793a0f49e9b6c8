import { newId, SpeakerProfile, type Scope, type Transaction } from '@memo/entities';
import type { DataSource, EntityManager } from 'typeorm';
import { profileColumns, searchedText, type ProfileRow } from './profile-rows.ts';
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
  /** Its voices are nobody's again; false when there was none. */
  delete(scope: Scope, tx: Transaction, profileId: string): Promise<boolean>;
}

export function createProfilesRepository({ manager }: DataSource): ProfilesRepository {
  return {
    page: async ({ workspaceId }, search, limit, offset) => {
      const found = `FROM speaker_profiles profile WHERE profile.workspace_id = $1
        AND ($2 = '' OR ${searchedText} ILIKE '%' || $2 || '%')`;
      const values = [workspaceId, search.replace(/[\\%_]/g, '\\$&')];
      const [rows, counts] = await Promise.all([
        manager.query<ProfileRow[]>(
          `SELECT ${profileColumns} ${found}
           ORDER BY profile.last_name, profile.first_name, profile.id LIMIT $3 OFFSET $4`,
          [...values, limit, offset],
        ),
        manager.query<{ total: number }[]>(`SELECT count(*)::int AS total ${found}`, values),
      ]);
      return { rows, total: counts[0]?.total ?? 0 };
    },

    find: (scope, profileId) => read(manager, scope, profileId),

    hold: (scope, tx, profileId) => read(tx.manager, scope, profileId, 'FOR KEY SHARE'),

    insert: async (scope, tx, profile) => {
      const { workspaceId, userId } = scope;
      const id = newId();
      const names = { firstName: profile.first_name, lastName: profile.last_name };
      await tx.manager.insert(SpeakerProfile, {
        id,
        workspaceId,
        userId,
        ...columnsOf(profile),
        ...names,
      });
      return read(tx.manager, scope, id);
    },

    update: async (scope, tx, profileId, changes) => {
      const { workspaceId } = scope;
      await tx.manager.update(SpeakerProfile, { id: profileId, workspaceId }, columnsOf(changes));
      return read(tx.manager, scope, profileId);
    },

    delete: async ({ workspaceId }, tx, profileId) => {
      const locked = await tx.manager.query<unknown[]>(
        'SELECT 1 FROM speaker_profiles WHERE workspace_id = $1 AND id = $2 FOR UPDATE',
        [workspaceId, profileId],
      );
      if (locked.length === 0) return false;
      // In the order in which mapping takes them, so that the two never wait for each other.
      await tx.manager.query(
        'SELECT 1 FROM meeting_speakers WHERE profile_id = $1 ORDER BY id FOR UPDATE',
        [profileId],
      );
      await tx.manager.delete(SpeakerProfile, { id: profileId, workspaceId });
      return true;
    },
  };
}

async function read(
  manager: Pick<EntityManager, 'query'>,
  { workspaceId }: Scope,
  profileId: string,
  lock = '',
): Promise<ProfileRow | null> {
  const rows = await manager.query<ProfileRow[]>(
    `SELECT ${profileColumns} FROM speaker_profiles profile
     WHERE profile.workspace_id = $1 AND profile.id = $2 ${lock}`,
    [workspaceId, profileId],
  );
  return rows[0] ?? null;
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
