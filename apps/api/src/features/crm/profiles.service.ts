import type { Scope, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog } from '@memo/journal';
import type { KeepMade } from '../../http/idempotency/once.ts';
import { offsetOf, toPage } from '../../http/page.ts';
import type { ProfileRow } from './profiles.sql.ts';
import type { ProfilesRepository } from './profiles.repository.ts';
import type {
  NewProfile,
  ProfileChanges,
  ProfilesQuery,
  WireProfile,
  WireProfilePage,
} from './profiles.schemas.ts';

/** Each throws AppError `not_found` for another workspace's profile. */
export interface ProfilesService {
  list(scope: Scope, query: ProfilesQuery): Promise<WireProfilePage>;
  get(scope: Scope, profileId: string): Promise<WireProfile>;
  create(scope: Scope, profile: NewProfile, keep: KeepMade): Promise<WireProfile>;
  update(scope: Scope, profileId: string, changes: ProfileChanges): Promise<WireProfile>;
  delete(scope: Scope, profileId: string): Promise<void>;
}

export interface ProfilesDeps {
  profiles: ProfilesRepository;
  transact: Transact;
  audit: AuditLog;
}

export function createProfilesService({
  profiles,
  transact,
  audit,
}: ProfilesDeps): ProfilesService {
  return {
    list: async (scope, query) => {
      const { search = '', limit } = query;
      const { rows, total } = await profiles.page(scope, search, limit, offsetOf(query));
      return toPage(rows.map(toProfile), total, query);
    },

    get: async (scope, profileId) => toProfile(found(await profiles.find(scope, profileId))),

    create: (scope, profile, keep) => {
      return transact(async (tx) => {
        const row = found(await profiles.insert(scope, tx, profile));
        await audit.record(scope, tx, { action: 'profile.created', subject: row.id });
        await keep(tx, row.id);
        return toProfile(row);
      });
    },

    update: (scope, profileId, changes) => {
      return transact(async (tx) => {
        const row = found(await profiles.update(scope, tx, profileId, changes));
        const fields = Object.keys(changes).sort().join(', ');
        const subject = row.id;
        await audit.record(scope, tx, { action: 'profile.updated', subject, details: { fields } });
        return toProfile(row);
      });
    },

    delete: (scope, profileId) => {
      return transact(async (tx) => {
        if (!(await profiles.delete(scope, tx, profileId))) throw profileNotFound();
        await audit.record(scope, tx, { action: 'profile.deleted', subject: profileId });
      });
    },
  };
}

export const profileNotFound = (): AppError =>
  new AppError('not_found', 'Speaker profile not found');

export const toProfile = (row: ProfileRow): WireProfile => ({
  ...row,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
});

function found(row: ProfileRow | null): ProfileRow {
  if (row === null) throw profileNotFound();
  return row;
}
