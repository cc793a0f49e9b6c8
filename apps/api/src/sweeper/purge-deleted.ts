import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import type { DataSource } from 'typeorm';

/** A stage that was running when its meeting was deleted may still write; it notices within its lease. */
const settleSeconds = 60;
const batch = 50;

export interface PurgeDeps {
  dataSource: DataSource;
  storage: ObjectStorage;
  keys: MeetingKeys;
}

/** Removes what deleted meetings left in storage, and then their rows. Returns how many are gone for good. */
export async function purgeDeleted({ dataSource, storage, keys }: PurgeDeps): Promise<number> {
  const meetings: { id: string }[] = await dataSource.query(
    `SELECT id FROM meetings WHERE deleted_at < now() - $1 * interval '1 second'
     ORDER BY deleted_at LIMIT ${batch}`,
    [settleSeconds],
  );
  for (const { id } of meetings) {
    await storage.delete(await storage.listKeys(keys.prefix(id)));
    await dataSource.query('DELETE FROM meetings WHERE id = $1 AND deleted_at IS NOT NULL', [id]);
  }
  return meetings.length;
}
