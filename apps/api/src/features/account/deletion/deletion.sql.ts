import { integer, openStatement, sql, text, timestamp, uuid } from '@memo/entities';

// Accounts, and who belongs to which workspace, are rows of no workspace.
const acrossWorkspaces = '';
const values = { userId: integer };

export const findOwnAccount = openStatement({
  name: 'account.find',
  acrossWorkspaces,
  values,
  columns: { email: text, homeId: uuid },
  sql: ({ $ }) => sql`SELECT u.email, w.id AS "homeId" FROM users u
    JOIN workspace_members m ON m.user_id = u.id
    JOIN workspaces w ON w.id = m.workspace_id AND w.kind = 'personal'
    WHERE u.id = ${$.userId}`,
});

/** Of two owners who go at the same moment, the second one sees that the first is gone. */
export const lockOwnWorkspaces = openStatement({
  name: 'account.lock_own_workspaces',
  acrossWorkspaces,
  values,
  columns: { id: uuid },
  sql: ({ $ }) => sql`SELECT w.id FROM workspaces w
    JOIN workspace_members m ON m.workspace_id = w.id AND m.user_id = ${$.userId} AND m.role = 'OWNER'
    ORDER BY w.id FOR NO KEY UPDATE OF w`,
});

/** Where others work, and nobody else who can sign in owns it. */
export const listOrphans = openStatement({
  name: 'account.list_orphans',
  acrossWorkspaces,
  values,
  columns: { name: text },
  sql: ({ $ }) => sql`SELECT w.name FROM workspaces w
    JOIN workspace_members own ON own.workspace_id = w.id AND own.user_id = ${$.userId}
      AND own.role = 'OWNER'
    WHERE EXISTS (SELECT FROM workspace_members m WHERE m.workspace_id = w.id AND m.user_id <> ${$.userId})
      AND NOT EXISTS (SELECT FROM workspace_members m JOIN users u ON u.id = m.user_id
        WHERE m.workspace_id = w.id AND m.user_id <> ${$.userId} AND m.role = 'OWNER' AND u.is_active)
    ORDER BY lower(w.name), w.id`,
});

/** Deactivated as well: so a process of the last release lets nobody in. No access token is good any more. */
export const markAccountDeleted = openStatement({
  name: 'account.mark_deleted',
  acrossWorkspaces,
  values,
  columns: { deletedAt: timestamp },
  sql: ({ $ }) => sql`UPDATE users SET is_active = false, deleted_at = now(), updated_at = now(),
      token_version = token_version + 1
    WHERE id = ${$.userId} AND is_active RETURNING deleted_at AS "deletedAt"`,
});

export const insertDeletion = openStatement({
  name: 'account.insert_deletion',
  acrossWorkspaces,
  values: { ...values, homeId: uuid, purgeAfter: timestamp },
  columns: {},
  sql: ({ $ }) => sql`INSERT INTO account_deletions (user_id, home_id, purge_after)
    VALUES (${$.userId}, ${$.homeId}, ${$.purgeAfter})`,
});

/** In the order in which a session's end locks them: or the two could wait for each other. */
export const lockSessions = openStatement({
  name: 'account.lock_sessions',
  acrossWorkspaces,
  values,
  columns: { id: uuid },
  sql: ({ $ }) =>
    sql`SELECT id FROM refresh_tokens WHERE user_id = ${$.userId} ORDER BY id FOR UPDATE`,
});

export const endSessions = openStatement({
  name: 'account.end_sessions',
  acrossWorkspaces,
  values,
  columns: {},
  sql: ({ $ }) => sql`UPDATE refresh_tokens SET revoked_at = now()
    WHERE user_id = ${$.userId} AND revoked_at IS NULL`,
});
