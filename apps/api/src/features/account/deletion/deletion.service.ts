import { notAuthenticated, personOf } from '@memo/access';
import type { Database, Scope, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog } from '@memo/journal';
import type { Letters } from '../../../outbox/letters.ts';
import type { Outbox } from '../../../outbox/outbox.ts';
import { accountDeleted } from '../audit-entries.ts';
import type { Deletion, WireDeleted } from './deletion.schemas.ts';
import {
  endSessions,
  findOwnAccount,
  insertDeletion,
  listOrphans,
  lockOwnWorkspaces,
  lockSessions,
  markAccountDeleted,
} from './deletion.sql.ts';

export interface DeletionService {
  /**
   * Signs the person out everywhere, at once; by signing in they have everything back until the time that is said.
   * @param prove that it is them; asked first of all.
   * @throws AppError `forbidden` for another address; `conflict` for who alone owns a workspace where others work.
   */
  remove(scope: Scope, deletion: Deletion, prove: () => Promise<void>): Promise<WireDeleted>;
}

export interface DeletionDeps {
  database: Database;
  transact: Transact;
  audit: AuditLog;
  outbox: Outbox;
  letters: Pick<Letters, 'accountDeleted'>;
  restoreMs: number;
}

const namesTold = 5;

export const otherAddressDetail =
  'This is not the address of your account. Type your own to have it deleted.';

export function createDeletionService(deps: DeletionDeps): DeletionService {
  const { database, transact, audit, outbox, letters, restoreMs } = deps;

  return {
    remove: async (scope, { email }, prove) => {
      const userId = personOf(scope);
      await prove();
      const account = await database.openRows().first(findOwnAccount, { userId });
      if (account === null) throw notAuthenticated();
      if (account.email !== email.toLowerCase()) {
        throw new AppError('forbidden', otherAddressDetail, { code: 'other_address' });
      }
      const { homeId } = account;
      const deleted = await transact(async (tx) => {
        const rows = database.openRows(tx);
        await rows.all(lockOwnWorkspaces, { userId });
        const orphans = await rows.all(listOrphans, { userId });
        if (orphans.length > 0) throw ownsAlone(orphans.map(({ name }) => name));
        const marked = await rows.first(markAccountDeleted, { userId });
        if (marked === null) throw notAuthenticated();
        await rows.all(lockSessions, { userId });
        await rows.run(endSessions, { userId });
        const purgeAfter = new Date(marked.deletedAt.getTime() + restoreMs);
        await rows.run(insertDeletion, { userId, homeId, purgeAfter });
        const home = { ...scope, workspaceId: homeId };
        await audit.record(home, tx, accountDeleted(userId, purgeAfter));
        return { at: marked.deletedAt, purgeAfter };
      });
      // Who asked may not be the person.
      const letter = letters.accountDeleted(account.email, dayOf(deleted.purgeAfter));
      outbox.post('a deleted account', () => Promise.resolve(letter));
      return {
        detail: `Your account is deleted. Sign in before ${dayOf(deleted.purgeAfter)} to have it back; after that everything in it is removed for good.`,
        deleted_at: deleted.at.toISOString(),
        restorable_until: deleted.purgeAfter.toISOString(),
      };
    },
  };
}

const dayOf = (at: Date): string =>
  at.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

function ownsAlone(names: readonly string[]): AppError {
  const told = names.slice(0, namesTold).map((name) => `“${name}”`);
  const more = names.length > namesTold ? ` and ${names.length - namesTold} more` : '';
  return new AppError(
    'conflict',
    `You are the only owner of ${told.join(', ')}${more}, where others work. Make one of them an owner or delete the workspace, and then delete your account.`,
    { code: 'sole_owner' },
  );
}
