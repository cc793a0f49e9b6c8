import { accounts } from '@memo/access';
import {
  boolean,
  integer,
  jsonb,
  nullable,
  openStatement,
  sql,
  text,
  timestamp,
  uuid,
  words,
  type Identity,
  type RowOf,
  type Workspace,
} from '@memo/entities';

// Accounts are rows of no workspace: who belongs to which is what they say.
const acrossWorkspaces = '';

const account = {
  id: integer,
  email: text,
  name: text,
  isActive: boolean,
  deletedAt: nullable(timestamp),
  isAdmin: boolean,
  emailVerified: boolean,
  tokenVersion: integer,
  workspaceId: uuid,
};
export type AccountRow = RowOf<typeof account>;

const accountColumns = `u.id, u.email, u.name, u.is_active AS "isActive", u.deleted_at AS "deletedAt",
  u.is_admin AS "isAdmin",
  u.email_verified AS "emailVerified", u.token_version AS "tokenVersion", home.workspace_id AS "workspaceId"`;

export const findAccount = openStatement({
  name: 'auth.find_account',
  acrossWorkspaces,
  values: { userId: integer },
  columns: account,
  sql: ({ $ }) => sql`SELECT ${accountColumns} FROM ${accounts} WHERE u.id = ${$.userId}`,
});

/** Until the transaction ends no other transaction deactivates the account or ends its tokens. */
export const lockAccount = openStatement({
  name: 'auth.lock_account',
  acrossWorkspaces,
  values: { userId: integer },
  columns: account,
  sql: ({ $ }) => sql`SELECT ${accountColumns} FROM ${accounts} WHERE u.id = ${$.userId}
    FOR SHARE OF u`,
});

export const findLocalAccount = openStatement({
  name: 'auth.find_local_account',
  acrossWorkspaces,
  values: { email: text },
  columns: { ...account, passwordHash: nullable(text), addresses: nullable(jsonb<string[]>()) },
  sql: ({ $ }) => sql`SELECT ${accountColumns}, identity.password_hash AS "passwordHash",
      (SELECT jsonb_agg(DISTINCT t.ip) FROM refresh_tokens t
       WHERE t.user_id = u.id AND t.ip IS NOT NULL) AS addresses
    FROM identities identity JOIN (${accounts}) ON u.id = identity.user_id
    WHERE identity.provider = 'local' AND identity.subject = ${$.email}`,
});

export const replacePasswordHash = openStatement({
  name: 'auth.replace_password_hash',
  acrossWorkspaces,
  values: { userId: integer, oldHash: text, newHash: text },
  columns: {},
  sql: ({ $ }) => sql`UPDATE identities SET password_hash = ${$.newHash}
    WHERE user_id = ${$.userId} AND provider = 'local' AND password_hash = ${$.oldHash}`,
});

export const findProfile = openStatement({
  name: 'auth.find_profile',
  acrossWorkspaces,
  values: { userId: integer, workspaceId: uuid },
  columns: {
    id: integer,
    email: text,
    name: text,
    workspaceName: text,
    kind: words<Workspace['kind']>(),
  },
  sql: ({ $ }) => sql`SELECT u.id, u.email, u.name, w.name AS "workspaceName", w.kind
    FROM users u CROSS JOIN workspaces w WHERE u.id = ${$.userId} AND w.id = ${$.workspaceId}`,
});

/**
 * A user with a personal workspace and a way to sign in; no row when the address is taken. Waits for another transaction
 * that is about to take it.
 */
export const insertAccount = openStatement({
  name: 'auth.insert_account',
  acrossWorkspaces,
  values: {
    name: text,
    email: text,
    emailVerified: boolean,
    provider: words<Identity['provider']>(),
    subject: text,
    passwordHash: nullable(text),
    workspaceId: uuid,
    identityId: uuid,
  },
  columns: { id: integer },
  sql: ({ $ }) => sql`
  WITH person AS (
    INSERT INTO users (name, email, email_verified, auth_provider)
    VALUES (${$.name}, ${$.email}, ${$.emailVerified}, ${$.provider})
    ON CONFLICT (email) DO NOTHING RETURNING id
  ), home AS (
    INSERT INTO workspaces (id, name, kind) SELECT ${$.workspaceId}, ${$.name}, 'personal' FROM person
  ), membership AS (
    INSERT INTO workspace_members (workspace_id, user_id, role)
    SELECT ${$.workspaceId}, id, 'OWNER' FROM person
  ), identity AS (
    INSERT INTO identities (id, user_id, provider, subject, password_hash)
    SELECT ${$.identityId}, id, ${$.provider}, ${$.subject}, ${$.passwordHash} FROM person
  )
  SELECT id FROM person`,
});
