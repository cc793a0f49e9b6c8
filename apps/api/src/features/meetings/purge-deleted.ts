import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import type { DataSource } from 'typeorm';

/** A stage that was running when its meeting was deleted may still write; it notices within its lease. */
const settleSeconds = 300;
const batch = 50;

export interface PurgeDeps {
  dataSource: DataSource;
  storage: ObjectStorage;
  keys: MeetingKeys;
  logger: Logger;
}

/** Removes what deleted meetings left in storage, and then their rows. Returns how many are gone for good. */
export async function purgeDeleted(deps: PurgeDeps): Promise<number> {
  const { dataSource, storage, keys, logger } = deps;
  const meetings: { id: string }[] = await dataSource.query(
    `SELECT id FROM meetings WHERE deleted_at < now() - $1 * interval '1 second'
     ORDER BY deleted_at LIMIT ${batch}`,
    [settleSeconds],
  );
  for (const { id } of meetings) {
    try {
      await storage.delete(await storage.listKeys(keys.prefix(id)));
      await dataSource.query('DELETE FROM meetings WHERE id = $1 AND deleted_at IS NOT NULL', [id]);
    } catch (error) {
      logger.warn('A deleted meeting waits for the next sweep', { meetingId: id, error });
      // What does not answer now would be waited for once a meeting, and the rest of the sweep with it.
      if (error instanceof AppError && error.kind === 'unavailable') break;
    }
  }
  return meetings.length;
}
