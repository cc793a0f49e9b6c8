import {
  arrayOf,
  boolean,
  integer,
  nullable,
  openStatement,
  ownedStatement,
  sql,
  text,
  uuid,
} from '@memo/entities';

const key = { userId: integer, key: text };

/** Reserves a key that nobody has, or whose time is over. Waits for a transaction that is just keeping it. */
export const reserveKey = ownedStatement({
  name: 'idempotency.reserve',
  values: { ...key, holder: uuid, leaseSeconds: integer },
  columns: { reserved: boolean },
  sql: ({ $, own, workspace }) => sql`
  INSERT INTO idempotency_keys (workspace_id, user_id, key, holder, counts_until)
  VALUES (${workspace}, ${$.userId}, ${$.key}, ${$.holder}, now() + ${$.leaseSeconds} * interval '1 second')
  ON CONFLICT (workspace_id, user_id, key) DO UPDATE SET holder = excluded.holder,
    counts_until = excluded.counts_until, fingerprint = NULL, subject = NULL
  WHERE ${own('idempotency_keys')} AND idempotency_keys.counts_until < now()
  RETURNING true AS reserved`,
});

/** What is kept under a key that could not be reserved; all of it null while another request has it. */
export const findKept = ownedStatement({
  name: 'idempotency.find_kept',
  values: key,
  columns: { fingerprint: nullable(text), subject: nullable(text) },
  sql: ({ $, own }) => sql`SELECT fingerprint, subject FROM idempotency_keys
    WHERE ${own('idempotency_keys')} AND user_id = ${$.userId} AND key = ${$.key}`,
});

/** No row where the reservation ran out and another request took the key. */
export const keepMade = ownedStatement({
  name: 'idempotency.keep',
  values: { ...key, holder: uuid, fingerprint: text, subject: text, keptSeconds: integer },
  columns: {},
  sql: ({ $, own }) => sql`UPDATE idempotency_keys
    SET fingerprint = ${$.fingerprint}, subject = ${$.subject},
      counts_until = now() + ${$.keptSeconds} * interval '1 second'
    WHERE ${own('idempotency_keys')} AND user_id = ${$.userId} AND key = ${$.key}
      AND holder = ${$.holder} AND subject IS NULL`,
});

/** Leaves a key under which something was made. */
export const releaseKey = ownedStatement({
  name: 'idempotency.release',
  values: { ...key, holder: uuid },
  columns: {},
  sql: ({ $, own }) => sql`DELETE FROM idempotency_keys
    WHERE ${own('idempotency_keys')} AND user_id = ${$.userId} AND key = ${$.key}
      AND holder = ${$.holder} AND subject IS NULL`,
});

export const renewKeys = openStatement({
  name: 'idempotency.renew',
  acrossWorkspaces: 'a process renews what its requests hold, whoever sent them',
  values: { holders: arrayOf(uuid), leaseSeconds: integer },
  columns: {},
  sql: ({ $ }) => sql`UPDATE idempotency_keys
    SET counts_until = now() + ${$.leaseSeconds} * interval '1 second'
    WHERE holder = ANY(${$.holders}) AND subject IS NULL`,
});

export const forgetKeys = openStatement({
  name: 'idempotency.forget',
  acrossWorkspaces: 'the sweeper forgets the keys of anybody once their time is over',
  values: { limit: integer },
  columns: {},
  sql: ({ $ }) => sql`DELETE FROM idempotency_keys WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM idempotency_keys WHERE counts_until < now() ORDER BY counts_until
    LIMIT ${$.limit} FOR UPDATE SKIP LOCKED))`,
});
