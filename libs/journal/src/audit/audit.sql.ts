import {
  integer,
  jsonb,
  nullable,
  openStatement,
  ownedStatement,
  smallint,
  sql,
  text,
  timestamp,
  uuid,
  boolean,
  type AuditDetails,
  type RowOf,
} from '@memo/entities';

/** What an entry says; its place in the chain comes later. */
const entry = {
  userId: nullable(integer),
  action: text,
  subject: nullable(text),
  details: jsonb<AuditDetails>(),
  ip: nullable(text),
  requestId: nullable(text),
};

export const insertEntry = ownedStatement({
  name: 'journal.insert_entry',
  values: { ...entry, actor: text },
  columns: {},
  sql: ({ $, workspace }) => sql`INSERT INTO pending_audit_entries
    (workspace_id, user_id, actor, action, subject, details, ip, request_id)
    VALUES (${workspace}, ${$.userId}, ${$.actor}, ${$.action}, ${$.subject}, ${$.details}, ${$.ip}, ${$.requestId})`,
});

/** Held until the transaction ends. */
export const lockWorkspace = ownedStatement({
  name: 'journal.lock_workspace',
  values: {},
  columns: { id: uuid },
  sql: ({ workspace }) => sql`SELECT id FROM workspaces WHERE id = ${workspace} FOR NO KEY UPDATE`,
});

/** Takes the oldest entries out, in the order in which they were written. */
export const takeEntries = ownedStatement({
  name: 'journal.take_entries',
  values: { limit: integer },
  columns: { ...entry, actor: text, at: timestamp },
  sql: ({ $, own }) => sql`
  WITH taken AS (
    DELETE FROM pending_audit_entries WHERE ${own('pending_audit_entries')} AND id = ANY (ARRAY(
      SELECT id FROM pending_audit_entries WHERE ${own('pending_audit_entries')} ORDER BY id LIMIT ${$.limit}))
    RETURNING *
  )
  SELECT user_id AS "userId", actor, action, subject, details, ip, request_id AS "requestId", at
  FROM taken ORDER BY id`,
});

const event = {
  ...entry,
  number: integer,
  actor: nullable(text),
  at: timestamp,
  hashVersion: smallint,
  hash: text,
};

/** A link of the chain. */
export type AuditRow = RowOf<typeof event>;

export const insertRows = ownedStatement({
  name: 'journal.insert_audit_rows',
  values: { rows: jsonb<AuditRow[]>() },
  columns: {},
  sql: ({ $, workspace }) => sql`INSERT INTO audit_events
    (workspace_id, number, user_id, actor, action, subject, details, ip, request_id, at, hash_version, hash)
    SELECT ${workspace}, number, "userId", actor, action, subject, details, ip, "requestId", at, "hashVersion", hash
    FROM jsonb_to_recordset(${$.rows}) AS link (number integer, "userId" integer, actor text, action text, subject text,
      details jsonb, ip text, "requestId" text, at timestamptz, "hashVersion" smallint, hash text)`,
});

/** A row that says it is signed with this key. */
export const findRowOf = ownedStatement({
  name: 'journal.find_row_of_key',
  values: { id: text },
  columns: { number: integer },
  sql: ({ $, own }) => sql`SELECT number FROM audit_events
    WHERE ${own('audit_events')} AND hash LIKE ${$.id} || ':%' LIMIT 1`,
});

const head = { number: integer, hash: text, signature: text };

/** Where the chain ends, and where it ended by what was signed; null for one that is empty, and was never signed. */
export const findHeads = ownedStatement({
  name: 'journal.find_audit_heads',
  values: {},
  columns: {
    last: nullable(jsonb<{ number: number; hash: string }>()),
    stated: nullable(jsonb<RowOf<typeof head>>()),
  },
  sql: ({ own }) => sql`SELECT
      (SELECT jsonb_build_object('number', number, 'hash', hash) FROM audit_events
        WHERE ${own('audit_events')} ORDER BY number DESC LIMIT 1) AS last,
      (SELECT jsonb_build_object('number', number, 'hash', hash, 'signature', signature) FROM audit_heads
        WHERE ${own('audit_heads')}) AS stated`,
});

/** The end of a chain, and with it the sum. */
export const stateHead = ownedStatement({
  name: 'journal.state_head',
  values: { ...head, sumId: uuid, sum: integer, sumSignature: text },
  columns: {},
  sql: ({ $, workspace }) => sql`INSERT INTO audit_heads (workspace_id, number, hash, signature)
    VALUES (${workspace}, ${$.number}, ${$.hash}, ${$.signature}), (${$.sumId}, ${$.sum}, '', ${$.sumSignature})
    ON CONFLICT (workspace_id) DO UPDATE SET number = EXCLUDED.number, hash = EXCLUDED.hash,
      signature = EXCLUDED.signature`,
});

/** Of the sum, until the transaction ends: chains are sealed by several processes. */
export const lockSum = openStatement({
  name: 'journal.lock_audit_sum',
  acrossWorkspaces: 'it counts the rows of all chains',
  values: { sumId: uuid },
  columns: head,
  sql: ({ $ }) => sql`SELECT number, hash, signature FROM audit_heads
    WHERE workspace_id = ${$.sumId} FOR UPDATE`,
});

export const insertSum = openStatement({
  name: 'journal.insert_audit_sum',
  acrossWorkspaces: 'it counts the rows of all chains',
  values: { sumId: uuid, signature: text },
  columns: {},
  sql: ({ $ }) => sql`INSERT INTO audit_heads (workspace_id, number, hash, signature)
    VALUES (${$.sumId}, 0, '', ${$.signature}) ON CONFLICT DO NOTHING`,
});

/** An end of a chain that says it is signed with this key. */
export const findHeadOf = openStatement({
  name: 'journal.find_head_of_key',
  acrossWorkspaces: 'the sum counts the rows of all chains',
  values: { sumId: uuid, id: text },
  columns: { number: integer },
  sql: ({ $ }) => sql`SELECT number FROM audit_heads
    WHERE workspace_id <> ${$.sumId} AND signature LIKE ${$.id} || ':%' LIMIT 1`,
});

export const readHeads = openStatement({
  name: 'journal.read_audit_heads',
  acrossWorkspaces: 'an operator has every chain checked',
  values: {},
  columns: { workspaceId: uuid, ...head },
  sql: () => sql`SELECT workspace_id AS "workspaceId", number, hash, signature FROM audit_heads
    ORDER BY workspace_id`,
});

/** Whether the role of this process could change what the log says. */
export const mayChangeRows = openStatement({
  name: 'journal.may_change_audit_rows',
  acrossWorkspaces: '',
  values: {},
  columns: { may: boolean },
  sql: () => sql`SELECT has_table_privilege('audit_events', 'UPDATE, DELETE, TRUNCATE') AS may`,
});

const page = {
  acrossWorkspaces: 'an operator has every chain recomputed',
  columns: { workspaceId: uuid, ...event },
};

const pageColumns = `workspace_id AS "workspaceId", number, user_id AS "userId", actor, action, subject, details, ip,
  request_id AS "requestId", at, hash_version AS "hashVersion", hash`;

export const readFirstRows = openStatement({
  ...page,
  name: 'journal.read_first_audit_rows',
  values: { limit: integer },
  sql: ({ $ }) => sql`SELECT ${pageColumns} FROM audit_events
    ORDER BY workspace_id, number LIMIT ${$.limit}`,
});

export const readNextRows = openStatement({
  ...page,
  name: 'journal.read_next_audit_rows',
  values: { workspaceId: uuid, number: integer, limit: integer },
  sql: ({ $ }) => sql`SELECT ${pageColumns} FROM audit_events
    WHERE (workspace_id, number) > (${$.workspaceId}, ${$.number})
    ORDER BY workspace_id, number LIMIT ${$.limit}`,
});

export const countUnsealed = openStatement({
  name: 'journal.count_unsealed',
  acrossWorkspaces: 'an operator has every chain checked',
  values: {},
  columns: { workspace_id: uuid, rows: integer, since: timestamp, overdue: boolean },
  sql: () => sql`SELECT workspace_id, count(*)::int AS rows, min(at) AS since,
      min(at) < now() - interval '5 minutes' AS overdue
    FROM pending_audit_entries GROUP BY workspace_id ORDER BY workspace_id`,
});
