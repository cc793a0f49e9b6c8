import type { Transaction } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { buildAccount, createTestDatabase } from '@memo/testing';
import type { AuditKeys } from '../src/audit/audit-keys.ts';
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

/** The journal over a database of its own. */
export async function startJournal(auditKeys?: AuditKeys) {
  const clone = await createTestDatabase();
  const { dataSource } = clone;
  const [database, transact] = [createDatabase(dataSource), createTransact(dataSource)];
  const recordEvent = createRecordEvent(database);
  const sealing = { database, transact, ...(auditKeys && { auditKeys }) };

  return {
    dataSource,
    database,
    transact,
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
