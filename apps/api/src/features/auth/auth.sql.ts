import { accounts } from '@memo/access';
import {
  boolean,
  float,
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
  isAdmin: boolean,
  emailVerified: boolean,
  tokenVersion: integer,
  workspaceId: uuid,
};
export type AccountRow = RowOf<typeof account>;

const accountColumns = `u.id, u.email, u.name, u.is_active AS "isActive", u.is_admin AS "isAdmin",
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

export const insertRefreshToken = openStatement({
  name: 'auth.insert_refresh_token',
  acrossWorkspaces,
  values: {
    ...{ id: uuid, userId: integer, familyId: uuid, tokenHash: text, expiresAt: timestamp },
    ...{ ip: nullable(text), client: nullable(text) },
  },
  columns: {},
  sql: ({ $ }) => sql`INSERT INTO refresh_tokens
      (id, user_id, family_id, token_hash, expires_at, ip, client)
    VALUES (${$.id}, ${$.userId}, ${$.familyId}, ${$.tokenHash}, ${$.expiresAt}, ${$.ip}, ${$.client})`,
});

export const findRefreshToken = openStatement({
  name: 'auth.find_refresh_token',
  acrossWorkspaces,
  values: { tokenHash: text },
  columns: { userId: integer, familyId: uuid, usedAt: nullable(timestamp) },
  sql: ({ $ }) => sql`SELECT user_id AS "userId", family_id AS "familyId", used_at AS "usedAt"
    FROM refresh_tokens WHERE token_hash = ${$.tokenHash}`,
});

export const lockUserOfToken = openStatement({
  name: 'auth.lock_user_of_token',
  acrossWorkspaces,
  values: { tokenHash: text },
  columns: { id: integer },
  sql: ({ $ }) => sql`SELECT id FROM users
    WHERE id = (SELECT user_id FROM refresh_tokens WHERE token_hash = ${$.tokenHash}) FOR SHARE`,
});

export const lockFamilyOfToken = openStatement({
  name: 'auth.lock_family_of_token',
  acrossWorkspaces,
  values: { tokenHash: text },
  columns: { id: uuid },
  sql: ({ $ }) => sql`SELECT id FROM refresh_tokens
    WHERE family_id = (SELECT family_id FROM refresh_tokens WHERE token_hash = ${$.tokenHash})
    ORDER BY id FOR UPDATE`,
});

export const lockFamily = openStatement({
  name: 'auth.lock_family',
  acrossWorkspaces,
  values: { familyId: uuid },
  columns: { id: uuid },
  sql: ({ $ }) => sql`SELECT id FROM refresh_tokens WHERE family_id = ${$.familyId}
    ORDER BY id FOR UPDATE`,
});

/** No row for a token that is unknown, used, revoked or expired. */
export const useRefreshToken = openStatement({
  name: 'auth.use_refresh_token',
  acrossWorkspaces,
  values: { tokenHash: text },
  columns: { userId: integer, familyId: uuid },
  sql: ({ $ }) => sql`UPDATE refresh_tokens SET used_at = now()
    WHERE token_hash = ${$.tokenHash} AND used_at IS NULL AND revoked_at IS NULL
      AND expires_at > now()
    RETURNING user_id AS "userId", family_id AS "familyId"`,
});

export const revokeFamily = openStatement({
  name: 'auth.revoke_family',
  acrossWorkspaces,
  values: { familyId: uuid },
  columns: {},
  sql: ({ $ }) => sql`UPDATE refresh_tokens SET revoked_at = now()
    WHERE family_id = ${$.familyId} AND revoked_at IS NULL`,
});

/** Where a stolen session was is no address its owner is known by. */
export const forgetAddresses = openStatement({
  name: 'auth.forget_addresses',
  acrossWorkspaces,
  values: { familyId: uuid },
  columns: {},
  sql: ({ $ }) => sql`UPDATE refresh_tokens SET ip = NULL WHERE family_id = ${$.familyId}`,
});

const session = {
  id: uuid,
  createdAt: timestamp,
  lastUsedAt: timestamp,
  expiresAt: timestamp,
  ip: nullable(text),
  client: nullable(text),
};
export type SessionRow = RowOf<typeof session>;

/** The user's sessions that can go on: each is its newest token, which nobody has used yet. */
export const listSessions = openStatement({
  name: 'auth.list_sessions',
  acrossWorkspaces,
  values: { userId: integer },
  columns: session,
  sql: ({ $ }) => sql`SELECT t.family_id AS id,
      (SELECT min(f.created_at) FROM refresh_tokens f WHERE f.family_id = t.family_id) AS "createdAt",
      t.created_at AS "lastUsedAt", t.expires_at AS "expiresAt", t.ip, t.client
    FROM refresh_tokens t
    WHERE t.user_id = ${$.userId} AND t.used_at IS NULL AND t.revoked_at IS NULL
      AND t.expires_at > now()
    ORDER BY t.created_at DESC, t.id DESC LIMIT 200`,
});

export const findSession = openStatement({
  name: 'auth.find_session',
  acrossWorkspaces,
  values: { userId: integer, familyId: uuid },
  columns: { id: uuid },
  sql: ({ $ }) => sql`SELECT family_id AS id FROM refresh_tokens
    WHERE family_id = ${$.familyId} AND user_id = ${$.userId} AND revoked_at IS NULL LIMIT 1`,
});

/**
 * A day after they expired; until then a reused one still tells of a theft. The last access token of a session is good
 * as long as its tokens are there.
 */
export const pruneRefreshTokens = openStatement({
  name: 'auth.prune_refresh_tokens',
  acrossWorkspaces,
  values: { accessTokenMs: float },
  columns: {},
  sql: ({ $ }) => sql`DELETE FROM refresh_tokens
    WHERE expires_at < now() - interval '1 day' - ${$.accessTokenMs} * interval '1 ms'`,
});
