import type { DataSource } from 'typeorm';

/** Old events, oldest first, with all that their workspaces have below them; $1 is how many at most are looked for. */
const prune = `
  WITH old AS (
    SELECT workspace_id, position FROM domain_events WHERE at < now() - interval '30 days' ORDER BY at LIMIT $1
  ), heads AS (
    UPDATE event_heads AS head SET pruned = greatest(head.pruned, gone.position)
    FROM (SELECT workspace_id, max(position) AS position FROM old GROUP BY workspace_id) AS gone
    WHERE head.workspace_id = gone.workspace_id
    RETURNING head.workspace_id, head.pruned
  )
  DELETE FROM domain_events AS event USING heads
  WHERE event.workspace_id = heads.workspace_id AND event.position <= heads.pruned`;

const batchSize = 10_000;

/**
 * Removes what happened more than 30 days ago, as much as one run may, and keeps how far that went: who asks from
 * there is told to read everything anew. @returns how many events it removed.
 */
export async function pruneEvents(dataSource: DataSource): Promise<number> {
  const [, count] = await dataSource.query<[unknown[], number]>(prune, [batchSize]);
  return count;
}
