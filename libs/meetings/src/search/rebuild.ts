import type { Database, Transact } from '@memo/entities';
import {
  buildSearch,
  findRebuild,
  holdMeetings,
  moveRebuild,
  nextMeetings,
} from './rebuild.sql.ts';

/** Meetings of one transaction: who writes to one of them waits for it. */
const batch = 20;

/**
 * Builds what meetings are found by for those that were there before it; until then the old rule finds them.
 * @param atMost so many meetings are looked at.
 * @returns how many were built.
 */
export async function rebuildSearch(
  { database: { openRows }, transact }: { database: Database; transact: Transact },
  atMost = 1_000,
): Promise<number> {
  let built = 0;
  for (let seen = 0; seen < atMost; seen += batch) {
    const due = await openRows().first(findRebuild, {});
    if (due === null) break;
    const next = await openRows().all(nextMeetings, { after: due.after, limit: batch });
    const last = next.at(-1);
    if (last === undefined) {
      await openRows().run(moveRebuild, { after: null });
      break;
    }
    built += await transact(async (tx) => {
      const held = await openRows(tx).all(holdMeetings, { ids: next.map(({ id }) => id) });
      const ids = held.map(({ id }) => id);
      if (ids.length > 0) await openRows(tx).run(buildSearch, { ids });
      await openRows(tx).run(moveRebuild, { after: last.id });
      return ids.length;
    });
  }
  return built;
}
