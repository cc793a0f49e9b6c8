import type { Database, Tenant, Transaction } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { ObjectStorage } from '@memo/storage';
import {
  claimObjects,
  countUnclaimed,
  doomObjects,
  forgetObjects,
  writeDown,
} from './unclaimed.sql.ts';

/** What is stored and is not a meeting's yet. */
export interface Upload {
  /** What all its keys begin with. */
  prefix: string;
  /** The meeting that it may become; null for one that becomes none. */
  meetingId: string | null;
  /** After which time it is removed unless it has been claimed, in s. */
  sweepSeconds: number;
}

/** Objects that no meeting knows of, so that none stays in the storage for ever. */
export interface Unclaimed {
  /**
   * Before the first byte is stored.
   * @throws AppError `unavailable` for what was written down before and is just being removed.
   */
  writeDown(tenant: Tenant, upload: Upload, tx?: Transaction): Promise<void>;
  /**
   * In the transaction from which on somebody knows of them.
   * @returns false where they are being removed.
   */
  claim(tx: Transaction, prefix: string): Promise<boolean>;
  /** When they have been removed. */
  forget(prefix: string): Promise<void>;
  /**
   * Removes those whose time has come, with the uploads they were sent in. What fails waits for a later sweep.
   * @returns how many there were.
   * @throws AggregateError of what failed, at the end.
   */
  sweep(): Promise<number>;
  /** How many there are, and since when the oldest is written down, in s; null where there is none. */
  count(): Promise<{ rows: number; oldestSeconds: number | null }>;
}

export interface UnclaimedDeps {
  database: Database;
  storage: Pick<ObjectStorage, 'listKeys' | 'delete' | 'abortUploads'>;
}

const batch = 50;
/** How soon what could not be removed is tried again. */
const againSeconds = 10 * 60;

export function createUnclaimed({ database, storage }: UnclaimedDeps): Unclaimed {
  const { rows, openRows } = database;
  async function forget(prefix: string): Promise<void> {
    await openRows().run(forgetObjects, { prefix });
  }

  return {
    writeDown: async (tenant, upload, tx) => {
      if ((await rows(tenant, tx).run(writeDown, upload)) === 0) throw beingRemoved();
    },

    claim: async (tx, prefix) => (await openRows(tx).run(claimObjects, { prefix })) > 0,

    forget,

    count: async () =>
      (await openRows().first(countUnclaimed, {})) ?? { rows: 0, oldestSeconds: null },

    sweep: async () => {
      const due = await openRows().all(doomObjects, { limit: batch, againSeconds });
      const failures: unknown[] = [];
      for (const { prefix } of due) {
        try {
          // Uploads first: one that is completed meanwhile is an object then.
          await storage.abortUploads(prefix);
          await storage.delete(await storage.listKeys(prefix));
          await forget(prefix);
        } catch (error) {
          failures.push(error);
          // What does not answer now would be waited for once each.
          if (error instanceof AppError && error.kind === 'unavailable') break;
        }
      }
      if (failures.length > 0) {
        throw new AggregateError(failures, 'Some objects that no meeting has could not be removed');
      }
      return due.length;
    },
  };
}

const beingRemoved = (): AppError =>
  new AppError('unavailable', 'What was uploaded here before is just being removed.', {
    retryAfterMs: 10_000,
  });
