import {
  boolean,
  integer,
  openStatement,
  sql,
  text,
  timestamp,
  uuid,
  words,
  type RowOf,
  type WorkspaceRole,
} from '@memo/entities';

// Who belongs to which workspace is what these rows say: they are of none.
const acrossWorkspaces = '';

const role = words<WorkspaceRole>();

const member = { userId: integer, email: text, name: text, role, joinedAt: timestamp };
export type MemberRow = RowOf<typeof member>;

const seen = `u.id AS "userId", u.email, u.name, m.role, m.created_at AS "joinedAt"
  FROM workspace_members m JOIN users u ON u.id = m.user_id`;

/** Who came first is first. */
export const listMembers = openStatement({
  name: 'members.list',
  acrossWorkspaces,
  values: { workspaceId: uuid, limit: integer, offset: integer },
  columns: member,
  sql: ({ $ }) => sql`SELECT ${seen} WHERE m.workspace_id = ${$.workspaceId}
    ORDER BY m.created_at, u.id LIMIT ${$.limit} OFFSET ${$.offset}`,
});

export const countMembers = openStatement({
  name: 'members.count',
  acrossWorkspaces,
  values: { workspaceId: uuid },
  columns: { total: integer },
  sql: ({ $ }) => sql`SELECT count(*)::int AS total FROM workspace_members m
    WHERE m.workspace_id = ${$.workspaceId}`,
});

export const findMember = openStatement({
  name: 'members.find',
  acrossWorkspaces,
  values: { workspaceId: uuid, userId: integer },
  columns: { ...member, isActive: boolean },
  sql: ({ $ }) => sql`SELECT u.is_active AS "isActive", ${seen}
    WHERE m.workspace_id = ${$.workspaceId} AND m.user_id = ${$.userId}`,
});

const account = { userId: integer, emailVerified: boolean };

/** Nobody who is deactivated. */
export const findByEmail = openStatement({
  name: 'members.find_by_email',
  acrossWorkspaces,
  values: { email: text },
  columns: account,
  sql: ({ $ }) => sql`SELECT u.id AS "userId", u.email_verified AS "emailVerified" FROM users u
    WHERE u.email = ${$.email} AND u.is_active`,
});

/** Only somebody who works with the person who asks: ids can be counted through. */
export const findColleague = openStatement({
  name: 'members.find_colleague',
  acrossWorkspaces,
  values: { userId: integer, askedBy: integer },
  columns: account,
  sql: ({ $ }) => sql`SELECT u.id AS "userId", u.email_verified AS "emailVerified" FROM users u
    WHERE u.id = ${$.userId} AND u.is_active AND EXISTS (
      SELECT FROM workspace_members theirs JOIN workspace_members mine USING (workspace_id)
      WHERE theirs.user_id = u.id AND mine.user_id = ${$.askedBy})`,
});

/** No row for somebody who is a member already. */
export const insertMember = openStatement({
  name: 'members.insert',
  acrossWorkspaces,
  values: { workspaceId: uuid, userId: integer, role },
  columns: { userId: integer },
  sql: ({ $ }) => sql`INSERT INTO workspace_members (workspace_id, user_id, role)
    VALUES (${$.workspaceId}, ${$.userId}, ${$.role})
    ON CONFLICT DO NOTHING RETURNING user_id AS "userId"`,
});

export const changeRole = openStatement({
  name: 'members.change_role',
  acrossWorkspaces,
  values: { workspaceId: uuid, userId: integer, role },
  columns: {},
  sql: ({ $ }) => sql`UPDATE workspace_members SET role = ${$.role}
    WHERE workspace_id = ${$.workspaceId} AND user_id = ${$.userId}`,
});

export const deleteMember = openStatement({
  name: 'members.delete',
  acrossWorkspaces,
  values: { workspaceId: uuid, userId: integer },
  columns: {},
  sql: ({ $ }) => sql`DELETE FROM workspace_members
    WHERE workspace_id = ${$.workspaceId} AND user_id = ${$.userId}`,
});

/** Owners who can act: somebody who is deactivated manages nothing. */
export const countOtherOwners = openStatement({
  name: 'members.count_other_owners',
  acrossWorkspaces,
  values: { workspaceId: uuid, userId: integer },
  columns: { owners: integer },
  sql: ({ $ }) => sql`SELECT count(*)::int AS owners FROM workspace_members m
    JOIN users u ON u.id = m.user_id AND u.is_active
    WHERE m.workspace_id = ${$.workspaceId} AND m.user_id <> ${$.userId} AND m.role = 'OWNER'`,
});
