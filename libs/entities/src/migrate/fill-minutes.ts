import type { DataSource } from 'typeorm';

/** Meetings of one transaction: who writes to one of them waits for it. */
const batch = 200;

/** One transaction: takes so many meetings, in the order of their ids, and says whether that was all. */
const fillBatch = `
  WITH due AS (
    SELECT name, after FROM rebuilds WHERE name = 'minutes' AND NOT done FOR UPDATE
  ), next AS MATERIALIZED (
    SELECT meetings.* FROM meetings
    WHERE id > (SELECT after FROM due) ORDER BY id LIMIT $1 FOR NO KEY UPDATE
  ), made AS MATERIALIZED (
    SELECT next.id, adopt_note(meetings) AS nothing FROM next JOIN meetings ON meetings.id = next.id
  ), seen AS (
    SELECT count(*)::int AS meetings, (array_agg(id ORDER BY id DESC))[1] AS last FROM made
  )
  UPDATE rebuilds SET after = coalesce(seen.last, rebuilds.after), done = seen.meetings = 0
  FROM due, seen WHERE rebuilds.name = due.name RETURNING rebuilds.done`;

/**
 * Gives meetings that have a note from before there were minutes their first ones, some at a time. What it was ended in, another
 * goes on with; what is written meanwhile a trigger takes in.
 */
export async function fillMinutes(
  dataSource: Pick<DataSource, 'query'>,
  notify: (message: string) => void,
): Promise<void> {
  for (let batches = 0; ; batches += 1) {
    const [rows] = await dataSource.query<[{ done: boolean }[], number]>(fillBatch, [batch]);
    if (rows.every(({ done }) => done)) return;
    if (batches === 0) notify('Notes that are there become minutes, some at a time.');
  }
}
