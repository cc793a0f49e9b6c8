import { accounts } from '@memo/access';
import {
  boolean,
  integer,
  openStatement,
  sql,
  text,
  uuid,
  words,
  type WorkspaceRole,
} from '@memo/entities';

// Accounts are rows of no workspace.
const acrossWorkspaces = '';

/**
 * The user who has the address, with their personal workspace; until the transaction ends no other transaction changes
 * them.
 */
export const lockAccountByEmail = openStatement({
  name: 'admin.lock_account',
  acrossWorkspaces,
  values: { email: text },
  columns: { id: integer, isAdmin: boolean, workspaceId: uuid, role: words<WorkspaceRole>() },
  sql: ({ $ }) => sql`
  SELECT u.id, u.is_admin AS "isAdmin", home.workspace_id AS "workspaceId", home.role
  FROM ${accounts}
  WHERE lower(u.email) = ${$.email} FOR UPDATE OF u`,
});

export const setAdmin = openStatement({
  name: 'admin.set',
  acrossWorkspaces,
  values: { id: integer, isAdmin: boolean },
  columns: {},
  sql: ({ $ }) =>
    sql`UPDATE users SET is_admin = ${$.isAdmin}, updated_at = now() WHERE id = ${$.id}`,
});
