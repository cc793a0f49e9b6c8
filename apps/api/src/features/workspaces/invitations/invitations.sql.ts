import {
  boolean,
  integer,
  nullable,
  openStatement,
  sql,
  text,
  timestamp,
  uuid,
  words,
  type RowOf,
  type WorkspaceInvitation,
} from '@memo/entities';

// Who may come to which workspace is what these rows say: they are of none.
const acrossWorkspaces = '';

const role = words<WorkspaceInvitation['role']>();

const invitation = {
  id: uuid,
  email: nullable(text),
  role,
  invitedBy: integer,
  createdAt: timestamp,
  expiresAt: timestamp,
};
export type InvitationRow = RowOf<typeof invitation>;

const columns = `i.id, i.email, i.role, i.invited_by AS "invitedBy", i.created_at AS "createdAt", i.expires_at AS "expiresAt"`;

const isOpen = `i.accepted_at IS NULL AND i.expires_at > now()`;

export const listInvitations = openStatement({
  name: 'invitations.list',
  acrossWorkspaces,
  values: { workspaceId: uuid, limit: integer, offset: integer },
  columns: invitation,
  sql: ({ $ }) => sql`SELECT ${columns} FROM workspace_invitations i
    WHERE i.workspace_id = ${$.workspaceId} AND ${isOpen}
    ORDER BY i.created_at DESC, i.id DESC LIMIT ${$.limit} OFFSET ${$.offset}`,
});

export const countInvitations = openStatement({
  name: 'invitations.count',
  acrossWorkspaces,
  values: { workspaceId: uuid },
  columns: { total: integer },
  sql: ({ $ }) => sql`SELECT count(*)::int AS total FROM workspace_invitations i
    WHERE i.workspace_id = ${$.workspaceId} AND ${isOpen}`,
});

export const insertInvitation = openStatement({
  name: 'invitations.insert',
  acrossWorkspaces,
  values: {
    id: uuid,
    workspaceId: uuid,
    email: nullable(text),
    role,
    tokenHash: text,
    invitedBy: integer,
    days: integer,
  },
  columns: invitation,
  sql: ({ $ }) => sql`
  INSERT INTO workspace_invitations AS i (id, workspace_id, email, role, token_hash, invited_by, expires_at)
  VALUES (${$.id}, ${$.workspaceId}, ${$.email}, ${$.role}, ${$.tokenHash}, ${$.invitedBy},
    now() + ${$.days} * interval '1 day')
  RETURNING ${columns}`,
});

/** Also one that nobody used in time. One that was used is history. */
export const deleteInvitation = openStatement({
  name: 'invitations.delete',
  acrossWorkspaces,
  values: { workspaceId: uuid, id: uuid },
  columns: { id: uuid },
  sql: ({ $ }) => sql`DELETE FROM workspace_invitations
    WHERE workspace_id = ${$.workspaceId} AND id = ${$.id} AND accepted_at IS NULL RETURNING id`,
});

export const deleteForAddress = openStatement({
  name: 'invitations.delete_for_address',
  acrossWorkspaces,
  values: { workspaceId: uuid, email: text },
  columns: {},
  sql: ({ $ }) => sql`DELETE FROM workspace_invitations
    WHERE workspace_id = ${$.workspaceId} AND email = ${$.email} AND accepted_at IS NULL`,
});

export const deleteThoseOf = openStatement({
  name: 'invitations.delete_those_of',
  acrossWorkspaces,
  values: { workspaceId: uuid, userId: integer },
  columns: {},
  sql: ({ $ }) => sql`DELETE FROM workspace_invitations
    WHERE workspace_id = ${$.workspaceId} AND invited_by = ${$.userId} AND accepted_at IS NULL`,
});

/** It stands as long as who made it may invite: somebody who lost that right or was deactivated must not bring people in. */
const isOver = `i.expires_at <= now() OR NOT EXISTS (
        SELECT FROM workspace_members m JOIN users acting ON acting.id = m.user_id AND acting.is_active
        WHERE m.workspace_id = i.workspace_id AND m.user_id = i.invited_by AND m.role IN ('OWNER', 'ADMIN'))`;

/** For the user who has its token. */
export const findByToken = openStatement({
  name: 'invitations.find_by_token',
  acrossWorkspaces,
  values: { tokenHash: text, userId: integer },
  columns: {
    id: uuid,
    workspaceId: uuid,
    role,
    isForOther: boolean,
    isUsed: boolean,
    isOver: boolean,
  },
  sql: ({ $ }) => sql`SELECT i.id, i.workspace_id AS "workspaceId", i.role,
      coalesce(i.email <> u.email, false) AS "isForOther",
      i.accepted_at IS NOT NULL AS "isUsed",
      ${isOver} AS "isOver"
    FROM workspace_invitations i JOIN users u ON u.id = ${$.userId}
    WHERE i.token_hash = ${$.tokenHash}`,
});

export const markAccepted = openStatement({
  name: 'invitations.mark_accepted',
  acrossWorkspaces,
  values: { id: uuid },
  columns: {},
  sql: ({ $ }) => sql`UPDATE workspace_invitations SET accepted_at = now()
    WHERE id = ${$.id} AND accepted_at IS NULL`,
});

/** Whether somebody with this address works there already. */
export const findMemberByEmail = openStatement({
  name: 'invitations.find_member_by_email',
  acrossWorkspaces,
  values: { workspaceId: uuid, email: text },
  columns: { userId: integer },
  sql: ({ $ }) => sql`SELECT u.id AS "userId" FROM users u
    JOIN workspace_members m ON m.user_id = u.id AND m.workspace_id = ${$.workspaceId}
    WHERE u.email = ${$.email}`,
});

/** Until then whoever uses one too late hears why. */
export const pruneInvitations = openStatement({
  name: 'invitations.prune',
  acrossWorkspaces,
  values: { keptDays: integer },
  columns: {},
  sql: ({ $ }) => sql`DELETE FROM workspace_invitations
    WHERE expires_at < now() - ${$.keptDays} * interval '1 day'`,
});

/** For whoever has the link, signed in or not; no row for one that cannot be used. */
export const findOffer = openStatement({
  name: 'invitations.find_offer',
  acrossWorkspaces,
  values: { tokenHash: text },
  columns: { workspace: text, inviter: text, role, expiresAt: timestamp, isBound: boolean },
  sql: ({
    $,
  }) => sql`SELECT w.name AS workspace, maker.name AS inviter, i.role, i.expires_at AS "expiresAt",
      i.email IS NOT NULL AS "isBound"
    FROM workspace_invitations i JOIN workspaces w ON w.id = i.workspace_id JOIN users maker ON maker.id = i.invited_by
    WHERE i.token_hash = ${$.tokenHash} AND ${isOpen} AND NOT (${isOver})`,
});

/** What a mail says of who sends it and where it leads. */
export const findLetterhead = openStatement({
  name: 'invitations.find_letterhead',
  acrossWorkspaces,
  values: { workspaceId: uuid, userId: integer },
  columns: { workspace: text, inviter: text },
  sql: ({ $ }) => sql`SELECT w.name AS workspace, u.name AS inviter
    FROM workspaces w CROSS JOIN users u WHERE w.id = ${$.workspaceId} AND u.id = ${$.userId}`,
});
