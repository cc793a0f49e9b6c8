import {
  boolean,
  integer,
  openStatement,
  sql,
  text,
  uuid,
  words,
  type Identity,
  type RowOf,
} from '@memo/entities';

// Accounts are rows of no workspace.
const acrossWorkspaces = '';
const provider = words<Identity['provider']>();

const known = { id: integer, isActive: boolean, emailVerified: boolean };
export type KnownUser = RowOf<typeof known>;

const knownColumns = `u.id, u.is_active AS "isActive", u.email_verified AS "emailVerified"`;

/** One sign-in at a time for each identity, until the transaction ends. */
export const lockIdentity = openStatement({
  name: 'sign_in.lock_identity',
  acrossWorkspaces,
  values: { identity: text },
  columns: { locked: text },
  sql: ({ $ }) =>
    sql`SELECT pg_advisory_xact_lock(hashtextextended(${$.identity}, 0))::text AS locked`,
});

export const findByIdentity = openStatement({
  name: 'sign_in.find_by_identity',
  acrossWorkspaces,
  values: { provider, subject: text },
  columns: known,
  sql: ({ $ }) => sql`SELECT ${knownColumns}
    FROM identities JOIN users u ON u.id = identities.user_id
    WHERE identities.provider = ${$.provider} AND identities.subject = ${$.subject}`,
});

/** No other transaction changes the account, or signs in to it, until this one ends. */
export const lockByEmail = openStatement({
  name: 'sign_in.lock_by_email',
  acrossWorkspaces,
  values: { email: text },
  columns: known,
  sql: ({ $ }) => sql`SELECT ${knownColumns} FROM users u WHERE u.email = ${$.email}
    FOR NO KEY UPDATE`,
});

export const insertIdentity = openStatement({
  name: 'sign_in.insert_identity',
  acrossWorkspaces,
  values: { id: uuid, userId: integer, provider, subject: text },
  columns: {},
  sql: ({ $ }) => sql`INSERT INTO identities (id, user_id, provider, subject)
    VALUES (${$.id}, ${$.userId}, ${$.provider}, ${$.subject})`,
});

const values = { userId: integer };

/** In the order in which a session's end locks them: or the two could wait for each other. */
export const lockTokensOf = openStatement({
  name: 'sign_in.lock_tokens',
  acrossWorkspaces,
  values,
  columns: { id: uuid },
  sql: ({ $ }) =>
    sql`SELECT id FROM refresh_tokens WHERE user_id = ${$.userId} ORDER BY id FOR UPDATE`,
});

export const deleteIdentitiesOf = openStatement({
  name: 'sign_in.delete_identities',
  acrossWorkspaces,
  values,
  columns: {},
  sql: ({ $ }) => sql`DELETE FROM identities WHERE user_id = ${$.userId}`,
});

export const revokeTokensOf = openStatement({
  name: 'sign_in.revoke_tokens',
  acrossWorkspaces,
  values,
  columns: {},
  sql: ({ $ }) => sql`UPDATE refresh_tokens SET revoked_at = now() WHERE user_id = ${$.userId}`,
});

/** The address is proven, and no access token from before is good any more. */
export const proveAddress = openStatement({
  name: 'sign_in.prove_address',
  acrossWorkspaces,
  values,
  columns: {},
  sql: ({ $ }) => sql`UPDATE users SET email_verified = true, token_version = token_version + 1,
      updated_at = now()
    WHERE id = ${$.userId}`,
});
