import type { Database } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import { listDeleted, purgeMeeting } from './meetings.sql.ts';

/** A stage that was running when its meeting was deleted may still write; it notices within its lease. */
const settleSeconds = 300;
/** By then no worker that was stopped goes on as if it had its lease. */
const lateSeconds = 24 * 60 * 60;
const batch = 50;

export interface PurgeDeps {
  database: Database;
  storage: ObjectStorage;
  keys: MeetingKeys;
}

/**
 * Removes what deleted meetings left in storage, and then their rows. A meeting that fails waits for the next sweep and
 * does not hold up the others.
 * @returns how many are gone for good.
 * @throws AggregateError of what failed, at the end.
 */
export async function purgeDeleted({ database, storage, keys }: PurgeDeps): Promise<number> {
  const rows = database.openRows();
  const meetings = await rows.all(listDeleted, { settleSeconds, limit: batch });
  const failures: unknown[] = [];
  for (const { id } of meetings) {
    try {
      const prefix = keys.prefix(id);
      await storage.delete(await storage.listKeys(prefix));
      await rows.run(purgeMeeting, { id, prefix, sweepSeconds: lateSeconds });
    } catch (error) {
      failures.push(new Error(`Meeting ${id} is kept for the next sweep`, { cause: error }));
      // What does not answer now would be waited for once a meeting, and the rest of the sweep with it.
      if (error instanceof AppError && error.kind === 'unavailable') break;
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, 'Some deleted meetings could not be removed for good');
  }
  return meetings.length;
}
