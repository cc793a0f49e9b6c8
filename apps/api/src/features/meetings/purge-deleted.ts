import type { Database } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import { listDeleted, purgeMeeting } from './meetings.sql.ts';

/** A stage that was running when its meeting was deleted may still write; it notices within its lease. */
const settleSeconds = 300;
const batch = 50;

export interface PurgeDeps {
  database: Database;
  storage: ObjectStorage;
  keys: MeetingKeys;
  logger: Logger;
}

/** Removes what deleted meetings left in storage, and then their rows. Returns how many are gone for good. */
export async function purgeDeleted(deps: PurgeDeps): Promise<number> {
  const { database, storage, keys, logger } = deps;
  const rows = database.openRows();
  const meetings = await rows.all(listDeleted, { settleSeconds, limit: batch });
  for (const { id } of meetings) {
    try {
      await storage.delete(await storage.listKeys(keys.prefix(id)));
      await rows.run(purgeMeeting, { id });
    } catch (error) {
      logger.warn('A deleted meeting waits for the next sweep', { meetingId: id, error });
      // What does not answer now would be waited for once a meeting, and the rest of the sweep with it.
      if (error instanceof AppError && error.kind === 'unavailable') break;
    }
  }
  return meetings.length;
}
