import { notAuthenticated, personOf } from '@memo/access';
import type { Database, Scope, Transact } from '@memo/entities';
import type { AuditLog } from '@memo/journal';
import { profileChanged } from '../audit-entries.ts';
import type { AuthService } from '../auth.service.ts';
import type { ProfileChanges, WireProfile } from './profile.schemas.ts';
import { changeOwnProfile, findOwnProfile } from './profile.sql.ts';

/** Both throw AppError `forbidden` when no person is behind the caller. */
export interface ProfileService {
  read(scope: Scope): Promise<WireProfile>;
  change(scope: Scope, changes: ProfileChanges): Promise<WireProfile>;
}

export interface ProfileDeps {
  database: Database;
  transact: Transact;
  audit: AuditLog;
  auth: Pick<AuthService, 'me'>;
}

export function createProfileService(deps: ProfileDeps): ProfileService {
  const { database, transact, audit, auth } = deps;

  async function read(scope: Scope): Promise<WireProfile> {
    const [me, found] = await Promise.all([
      auth.me(scope),
      database.openRows().first(findOwnProfile, { userId: personOf(scope) }),
    ]);
    if (found === null) throw notAuthenticated();
    const { phone, emailVerified, organizations } = found;
    return { ...me, phone, email_verified: emailVerified, organizations: organizations ?? [] };
  }

  return {
    read,
    change: async (scope, { name, phone }) => {
      const userId = personOf(scope);
      await transact(async (tx) => {
        await database.openRows(tx).run(changeOwnProfile, {
          ...{ userId, name: name ?? null },
          ...{ givesPhone: phone !== undefined, phone: phone ?? null },
        });
        const fields = Object.entries({ name, phone }).flatMap(([field, value]) =>
          value === undefined ? [] : [field],
        );
        await audit.record(scope, tx, profileChanged(userId, fields));
      });
      return read(scope);
    },
  };
}
