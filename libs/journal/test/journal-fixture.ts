import type { Transaction } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { buildAccount, createTestDatabase } from '@memo/testing';
import { createAuditKeys } from '../src/audit/audit-keys.ts';
import { createAuditLog } from '../src/audit/audit-log.ts';
import type { NewEvent } from '../src/events/kinds.ts';
import { createRecordEvent } from '../src/events/events.ts';
import { sealJournal } from '../src/seal.ts';

/** A transaction that ends when the test says so. */
export interface OpenTransaction extends Transaction {
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

export type JournalFixture = Awaited<ReturnType<typeof startJournal>>;

/** What the audit log of the tests is signed with. */
export const secret = 'the key of the audit log of the tests, long enough';

/** The journal over a database of its own. */
export async function startJournal() {
  const clone = await createTestDatabase();
  const { dataSource } = clone;
  const [database, transact] = [createDatabase(dataSource), createTransact(dataSource)];
  const recordEvent = createRecordEvent(database);
  const auditKeys = createAuditKeys([secret]);
  const sealing = { database, transact, auditKeys };

  return {
    dataSource,
    ...sealing,
    audit: createAuditLog(database),
    recordEvent,
    account: () => buildAccount(dataSource.manager),
    /** In a transaction of their own. */
    tell: (...events: NewEvent[]) => transact((tx) => recordEvent(tx, ...events)),
    seal: () => sealJournal(sealing),
    /** Seals until nothing is left, however much there is. */
    sealAll: async () => {
      while ((await sealJournal(sealing)) > 0);
    },
    openTransaction: async (): Promise<OpenTransaction> => {
      const begun = Promise.withResolvers<Transaction>();
      const ended = Promise.withResolvers<undefined>();
      const running = transact(async (tx) => {
        begun.resolve(tx);
        await ended.promise;
      });
      running.catch(begun.reject);
      return {
        ...(await begun.promise),
        commit: async () => {
          ended.resolve(undefined);
          await running;
        },
        rollback: async () => {
          const reason = new Error('The test takes it back.');
          ended.reject(reason);
          await running.catch((error: unknown) => {
            if (error !== reason) throw error;
          });
        },
      };
    },
    close: () => clone.close(),
  };
}
