import {
  boolean,
  integer,
  jsonb,
  nullable,
  openStatement,
  sql,
  text,
  type Workspace,
  type WorkspaceRole,
} from '@memo/entities';

export interface Membership {
  id: string;
  name: string;
  kind: Workspace['kind'];
  role: WorkspaceRole;
}

// Accounts are rows of no workspace.
const acrossWorkspaces = '';

export const findOwnProfile = openStatement({
  name: 'profile.find',
  acrossWorkspaces,
  values: { userId: integer },
  columns: {
    phone: nullable(text),
    emailVerified: boolean,
    organizations: nullable(jsonb<Membership[]>()),
  },
  sql: ({ $ }) => sql`SELECT u.phone, u.email_verified AS "emailVerified",
      (SELECT jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name, 'kind', w.kind, 'role', m.role)
          ORDER BY w.kind = 'personal' DESC, lower(w.name), w.id)
        FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id
        WHERE m.user_id = u.id) AS organizations
    FROM users u WHERE u.id = ${$.userId}`,
});

export const changeOwnProfile = openStatement({
  name: 'profile.change',
  acrossWorkspaces,
  values: {
    userId: integer,
    name: nullable(text),
    givesPhone: boolean,
    phone: nullable(text),
  },
  columns: {},
  sql: ({ $ }) => sql`UPDATE users SET name = coalesce(${$.name}, name), updated_at = now(),
      phone = CASE WHEN ${$.givesPhone} THEN ${$.phone} ELSE phone END
    WHERE id = ${$.userId}`,
});
