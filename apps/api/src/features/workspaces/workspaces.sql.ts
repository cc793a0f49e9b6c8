import {
  integer,
  openStatement,
  ownedStatement,
  sql,
  text,
  timestamp,
  uuid,
  words,
  type RowOf,
  type Workspace,
  type WorkspaceRole,
} from '@memo/entities';

// Who belongs to which workspace is what these rows say: they are of none.
const acrossWorkspaces = '';

const kind = words<Workspace['kind']>();

const workspace = {
  id: uuid,
  name: text,
  kind,
  role: words<WorkspaceRole>(),
  memberCount: integer,
  createdAt: timestamp,
};
export type WorkspaceRow = RowOf<typeof workspace>;

/** A workspace as one of its members sees it. */
const seen = `w.id, w.name, w.kind, m.role, w.created_at AS "createdAt",
    (SELECT count(*)::int FROM workspace_members n WHERE n.workspace_id = w.id) AS "memberCount"
  FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id`;

/** The personal one first. */
export const listWorkspaces = openStatement({
  name: 'workspaces.list',
  acrossWorkspaces,
  values: { userId: integer, limit: integer, offset: integer },
  columns: workspace,
  sql: ({ $ }) => sql`SELECT ${seen} WHERE m.user_id = ${$.userId}
    ORDER BY w.kind <> 'personal', lower(w.name), w.id LIMIT ${$.limit} OFFSET ${$.offset}`,
});

export const countWorkspaces = openStatement({
  name: 'workspaces.count',
  acrossWorkspaces,
  values: { userId: integer },
  columns: { total: integer },
  sql: ({ $ }) =>
    sql`SELECT count(*)::int AS total FROM workspace_members m WHERE m.user_id = ${$.userId}`,
});

export const findWorkspace = openStatement({
  name: 'workspaces.find',
  acrossWorkspaces,
  values: { userId: integer, workspaceId: uuid },
  columns: workspace,
  sql: ({ $ }) =>
    sql`SELECT ${seen} WHERE m.user_id = ${$.userId} AND m.workspace_id = ${$.workspaceId}`,
});

/** Of two requests of one person to make a workspace, the second one counts what the first one made. */
export const lockMaker = openStatement({
  name: 'workspaces.lock_maker',
  acrossWorkspaces,
  values: { userId: integer },
  columns: { owned: integer },
  sql: ({ $ }) => sql`SELECT id AS owned FROM users WHERE id = ${$.userId} FOR NO KEY UPDATE`,
});

export const countOwned = openStatement({
  name: 'workspaces.count_owned',
  acrossWorkspaces,
  values: { userId: integer },
  columns: { owned: integer },
  sql: ({ $ }) => sql`SELECT count(*)::int AS owned FROM workspace_members m
    JOIN workspaces w ON w.id = m.workspace_id AND w.kind = 'organization'
    WHERE m.user_id = ${$.userId} AND m.role = 'OWNER'`,
});

/** With whoever makes it as its owner. */
export const insertWorkspace = openStatement({
  name: 'workspaces.insert',
  acrossWorkspaces,
  values: { id: uuid, name: text, userId: integer },
  columns: {},
  sql: ({ $ }) => sql`
  WITH made AS (
    INSERT INTO workspaces (id, name, kind) VALUES (${$.id}, ${$.name}, 'organization') RETURNING id
  )
  INSERT INTO workspace_members (workspace_id, user_id, role)
  SELECT id, ${$.userId}, 'OWNER' FROM made`,
});

/** Nobody joins, leaves or gets another role until the transaction ends. No row for one that is deleted. */
export const lockWorkspace = openStatement({
  name: 'workspaces.lock',
  acrossWorkspaces,
  values: { workspaceId: uuid },
  columns: { id: uuid, name: text, kind },
  sql: ({ $ }) => sql`SELECT id, name, kind FROM workspaces
    WHERE id = ${$.workspaceId} AND deleted_at IS NULL FOR NO KEY UPDATE`,
});

export const renameWorkspace = openStatement({
  name: 'workspaces.rename',
  acrossWorkspaces,
  values: { workspaceId: uuid, name: text },
  columns: {},
  sql: ({ $ }) => sql`UPDATE workspaces SET name = ${$.name} WHERE id = ${$.workspaceId}`,
});

/** From the commit on nobody is a member of it and nobody can become one. */
export const markWorkspaceDeleted = openStatement({
  name: 'workspaces.mark_deleted',
  acrossWorkspaces,
  values: { workspaceId: uuid },
  columns: {},
  sql: ({ $ }) => sql`
  WITH members AS (DELETE FROM workspace_members WHERE workspace_id = ${$.workspaceId}),
    invitations AS (DELETE FROM workspace_invitations WHERE workspace_id = ${$.workspaceId})
  UPDATE workspaces SET deleted_at = now() WHERE id = ${$.workspaceId}`,
});

/** In one order, so that what changes several of them at once is waited for and does not wait in turn. */
export const deleteMeetings = ownedStatement({
  name: 'workspaces.delete_meetings',
  includesPrivate: 'they go with their workspace, and none is shown',
  values: {},
  columns: {},
  sql: ({ own }) => sql`
  WITH held AS (SELECT id FROM meetings WHERE ${own('meetings')} ORDER BY id FOR NO KEY UPDATE)
  UPDATE meetings AS m SET deleted_at = now() FROM held WHERE m.id = held.id AND ${own('meetings', 'm')}`,
});
