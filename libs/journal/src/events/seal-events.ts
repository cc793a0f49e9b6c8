import type { EntityManager } from 'typeorm';

/**
 * Moves a workspace's events to their positions, in the order in which they were written. The head gives the positions
 * and is locked until the commit, so that a reader who sees one sees all below it.
 * $1 is the workspace, $2 how many at most.
 */
const moveEvents = `
  WITH moved AS (
    DELETE FROM pending_events WHERE workspace_id = $1 AND id = ANY (ARRAY(
      SELECT id FROM pending_events WHERE workspace_id = $1 ORDER BY id LIMIT $2))
    RETURNING id, kind, meeting_id, details, at
  ), head AS (
    INSERT INTO event_heads AS head (workspace_id, position)
    SELECT $1, count(*) FROM moved HAVING count(*) > 0
    ON CONFLICT (workspace_id) DO UPDATE SET position = head.position + EXCLUDED.position
    RETURNING position
  )
  INSERT INTO domain_events (workspace_id, position, kind, meeting_id, details, at)
  SELECT $1, head.position + 1 - row_number() OVER (ORDER BY moved.id DESC), kind, meeting_id, details, at
  FROM moved, head RETURNING position`;

/** Under the workspace's lock. @returns how many events it gave a position. */
export async function sealEvents(
  manager: EntityManager,
  workspaceId: string,
  limit: number,
): Promise<number> {
  const sealed = await manager.query<unknown[]>(moveEvents, [workspaceId, limit]);
  return sealed.length;
}
