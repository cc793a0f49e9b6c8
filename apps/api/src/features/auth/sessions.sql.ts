import {
  integer,
  nullable,
  openStatement,
  sql,
  text,
  timestamp,
  uuid,
  type RowOf,
} from '@memo/entities';

// Sessions are of a person, and of no workspace.
const acrossWorkspaces = '';

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

/** One that can go on. */
export const findSession = openStatement({
  name: 'auth.find_session',
  acrossWorkspaces,
  values: { userId: integer, familyId: uuid },
  columns: { id: uuid },
  sql: ({ $ }) => sql`SELECT family_id AS id FROM refresh_tokens
    WHERE family_id = ${$.familyId} AND user_id = ${$.userId} AND revoked_at IS NULL
      AND expires_at > now() LIMIT 1`,
});

/** A day after they expired; until then a reused one still tells of a theft. */
export const pruneRefreshTokens = openStatement({
  name: 'auth.prune_refresh_tokens',
  acrossWorkspaces,
  values: {},
  columns: {},
  sql: () => sql`DELETE FROM refresh_tokens WHERE expires_at < now() - interval '1 day'`,
});
