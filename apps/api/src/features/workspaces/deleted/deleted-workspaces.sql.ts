import { integer, openStatement, sql, uuid } from '@memo/entities';

const purging = 'the sweeper removes what anybody has deleted';

/** Meetings that were on their way in when their workspace was deleted. */
export const deleteLateMeetings = openStatement({
  name: 'deleted_workspaces.delete_late_meetings',
  acrossWorkspaces: purging,
  values: {},
  columns: {},
  sql: () => sql`UPDATE meetings SET deleted_at = now() FROM workspaces w
    WHERE w.deleted_at IS NOT NULL AND meetings.workspace_id = w.id AND meetings.deleted_at IS NULL`,
});

/** Longest ago first. */
export const listEmpty = openStatement({
  name: 'deleted_workspaces.list_empty',
  acrossWorkspaces: purging,
  values: { limit: integer },
  columns: { id: uuid },
  sql: ({ $ }) => sql`SELECT w.id FROM workspaces w
    WHERE w.deleted_at IS NOT NULL AND NOT EXISTS (SELECT FROM meetings WHERE meetings.workspace_id = w.id)
    ORDER BY w.deleted_at LIMIT ${$.limit}`,
});

/** Waits for a meeting that is just being made there, and lets no other one be made. */
export const lockDeleted = openStatement({
  name: 'deleted_workspaces.lock',
  acrossWorkspaces: '',
  values: { id: uuid },
  columns: { id: uuid },
  sql: ({ $ }) => sql`SELECT id FROM workspaces
    WHERE id = ${$.id} AND deleted_at IS NOT NULL FOR UPDATE`,
});

/** All that is of it goes with the row. What the audit log says of it stays, and so do objects that are still to be looked for. */
export const purgeWorkspace = openStatement({
  name: 'deleted_workspaces.purge',
  acrossWorkspaces: purging,
  values: { id: uuid },
  columns: { id: uuid },
  sql: ({ $ }) => sql`
  WITH purged AS (
    DELETE FROM workspaces w WHERE w.id = ${$.id} AND w.deleted_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM meetings WHERE meetings.workspace_id = w.id) RETURNING w.id
  ), counted AS (
    DELETE FROM deleted_audio USING purged WHERE deleted_audio.workspace_id = purged.id
  )
  SELECT id FROM purged`,
});
