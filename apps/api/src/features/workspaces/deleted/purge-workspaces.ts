import type { Database, Transact } from '@memo/entities';
import {
  deleteLateMeetings,
  listEmpty,
  lockDeleted,
  purgeWorkspace,
} from './deleted-workspaces.sql.ts';

const batch = 50;

export interface PurgeWorkspacesDeps {
  database: Database;
  transact: Transact;
}

/**
 * Removes deleted workspaces of which no meeting is left; the sweep of deleted meetings sees to those, objects first.
 * @returns how many are gone for good.
 */
export async function purgeWorkspaces({
  database,
  transact,
}: PurgeWorkspacesDeps): Promise<number> {
  const { openRows } = database;
  await openRows().run(deleteLateMeetings, {});
  const empty = await openRows().all(listEmpty, { limit: batch });
  let gone = 0;
  for (const { id } of empty) {
    gone += await transact(async (tx) => {
      // In a statement of its own: a meeting that was waited for is seen by the next one, and keeps the workspace.
      await openRows(tx).first(lockDeleted, { id });
      return openRows(tx).run(purgeWorkspace, { id });
    });
  }
  return gone;
}
