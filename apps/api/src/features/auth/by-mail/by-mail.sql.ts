import { boolean, integer, nullable, openStatement, sql, text, uuid } from '@memo/entities';

// Accounts and sessions are rows of no workspace.
const acrossWorkspaces = '';
const one = { userId: integer };

const reachable = {
  id: integer,
  email: text,
  name: text,
  emailVerified: boolean,
  tokenVersion: integer,
};
const reachableColumns = `u.id, u.email, u.name, u.email_verified AS "emailVerified", u.token_version AS "tokenVersion"`;

/** Also somebody who had the account deleted and may still come back. */
const isReachable = `(u.is_active OR EXISTS (
    SELECT FROM account_deletions d WHERE d.user_id = u.id AND d.begun_at IS NULL))`;

export const findReachable = openStatement({
  name: 'by_mail.find_reachable',
  acrossWorkspaces,
  values: { email: text },
  columns: reachable,
  sql: ({ $ }) => sql`SELECT ${reachableColumns} FROM users u
    WHERE u.email = ${$.email} AND ${isReachable}`,
});

/** Nobody signs in to the account, or changes it, until the transaction ends. */
export const lockReachable = openStatement({
  name: 'by_mail.lock_reachable',
  acrossWorkspaces,
  values: one,
  columns: reachable,
  sql: ({ $ }) => sql`SELECT ${reachableColumns} FROM users u
    WHERE u.id = ${$.userId} AND ${isReachable} FOR NO KEY UPDATE OF u`,
});

/** @returns whether there was one: an account of a provider has none. */
export const setPasswordHash = openStatement({
  name: 'by_mail.set_password_hash',
  acrossWorkspaces,
  values: { ...one, passwordHash: text },
  columns: {},
  sql: ({ $ }) => sql`UPDATE identities SET password_hash = ${$.passwordHash}
    WHERE user_id = ${$.userId} AND provider = 'local'`,
});

export const addPassword = openStatement({
  name: 'by_mail.add_password',
  acrossWorkspaces,
  values: { ...one, id: uuid, email: text, passwordHash: text },
  columns: {},
  sql: ({ $ }) => sql`INSERT INTO identities (id, user_id, provider, subject, password_hash)
    VALUES (${$.id}, ${$.userId}, 'local', ${$.email}, ${$.passwordHash})`,
});

/** In one order, everywhere: or two could wait for each other. */
export const lockTokens = openStatement({
  name: 'by_mail.lock_tokens',
  acrossWorkspaces,
  values: one,
  columns: { id: uuid },
  sql: ({ $ }) =>
    sql`SELECT id FROM refresh_tokens WHERE user_id = ${$.userId} ORDER BY id FOR UPDATE`,
});

/** Every session but one, where one is given; their addresses are none the person is known by. */
export const endOtherSessions = openStatement({
  name: 'by_mail.end_other_sessions',
  acrossWorkspaces,
  values: { ...one, kept: nullable(uuid) },
  columns: {},
  sql: ({ $ }) => sql`UPDATE refresh_tokens SET revoked_at = coalesce(revoked_at, now()), ip = NULL
    WHERE user_id = ${$.userId} AND family_id IS DISTINCT FROM ${$.kept}`,
});

/** @param renew ends access tokens and the marks of devices, too. */
export const proveOwnAddress = openStatement({
  name: 'by_mail.prove_address',
  acrossWorkspaces,
  values: { ...one, endsTokens: boolean },
  columns: {},
  sql: ({ $ }) => sql`UPDATE users SET email_verified = true, updated_at = now(),
      token_version = token_version + (${$.endsTokens})::integer
    WHERE id = ${$.userId}`,
});
