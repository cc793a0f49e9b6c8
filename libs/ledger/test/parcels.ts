import { newId, openStatement, sql, text } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import type { Dependency } from '@memo/errors';
import { createJobProducer } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { buildAccount, createTestDatabase, startRedis } from '@memo/testing';
import { createLedger } from '../src/ledger.ts';
import { ledgerTable } from '../src/ledger-table.ts';
import { readCounts, reconcile } from '../src/overview.ts';
import type { RunObserver } from '../src/run-observer.ts';
import { readState } from '../src/state.ts';
import type { Patience } from '../src/backoff.ts';
import { createDependencyWatch } from '../src/dependency-watch.ts';
import { createRunner, type Work } from '../src/run-next.ts';

export interface Parcel {
  address: string;
}

export type Handling = Work<Parcel & { runId: string; epoch: number; crashes: number }, object>;

/** Work that has nothing to do with meetings: a table that nobody but this test knows. */
const table = `
  CREATE TABLE senders (id uuid PRIMARY KEY, closed boolean NOT NULL DEFAULT false);
  CREATE TABLE parcels (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    user_id integer NOT NULL DEFAULT 0,
    sender_id uuid NOT NULL REFERENCES senders (id) ON DELETE CASCADE,
    address text NOT NULL,
    kind varchar NOT NULL DEFAULT 'parcel',
    status varchar NOT NULL DEFAULT 'queued',
    epoch integer NOT NULL DEFAULT 0,
    lease_until timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    waits integer NOT NULL DEFAULT 0,
    waiting_for varchar,
    waited_ms double precision NOT NULL DEFAULT 0,
    crashes integer NOT NULL DEFAULT 0,
    error jsonb,
    result jsonb,
    due_at timestamptz NOT NULL DEFAULT now(),
    queued_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz
  );
  CREATE INDEX ON parcels (kind, workspace_id, user_id, due_at) WHERE status = 'queued';
  CREATE INDEX ON parcels (kind) WHERE status = 'running';
  CREATE TABLE delivered (address text)`;

export const parcelLedger = ledgerTable<'letter' | 'parcel', Parcel>({
  table: 'parcels',
  kind: 'kind',
  queues: { letter: 'analytics', parcel: 'analytics' },
  needs: { letter: ['dashboard', 'speech'], parcel: ['storage'] },
  subject: { address: { column: 'address', type: text } },
  wanted: (run) =>
    `EXISTS (SELECT FROM senders WHERE senders.id = ${run}.sender_id AND NOT senders.closed)`,
});

const deliver = openStatement({
  name: 'test.deliver',
  acrossWorkspaces: '',
  values: { address: text },
  columns: {},
  sql: ({ $ }) => sql`INSERT INTO delivered VALUES (${$.address})`,
});

export type PostOffice = Awaited<ReturnType<typeof openPostOffice>>;

export async function openPostOffice({ patience }: { patience?: Patience } = {}) {
  const [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
  const { dataSource } = database;
  const query = <Row>(sql: string, values?: unknown[]): Promise<Row> =>
    dataSource.query(sql, values);
  for (const statement of table.split(';')) await query(statement);
  const producer = createJobProducer({ redisUrl: redis.url, logger: silentLogger });
  const statements = createDatabase(dataSource);
  const transact = createTransact(dataSource);
  const ledger = createLedger(statements, parcelLedger);
  /** Of what is known of dependencies. */
  let clockMs = 0;
  const watch = createDependencyWatch({ ...parcelLedger, nowMs: () => clockMs });
  /** What an observer was told, one word for each thing. */
  const observed: string[] = [];
  const observe: RunObserver<'letter' | 'parcel'> = {
    ran: (kind, outcome, seconds) => observed.push(`${kind} ${outcome} ${seconds >= 0}`),
    leaseLost: (why) => observed.push(`lost: ${why}`),
    repaired: (name) => observed.push(`repaired ${name}`),
  };
  const runNext = createRunner({
    transact,
    ledger,
    watch,
    ...(patience !== undefined && { patience }),
    tickets: producer,
    observe,
    logger: silentLogger,
    settlement: {
      about: () => ({}),
      succeeded: async (tx, { address }) => {
        await statements.openRows(tx).run(deliver, { address });
      },
      failed: () => Promise.resolve(),
    },
  });
  const never = new AbortController().signal;
  const queue = producer.queues.find(({ name }) => name === 'analytics');

  return {
    dataSource,
    database: statements,
    transact,
    query,
    redis,
    producer,
    ledger,
    account: () => buildAccount(dataSource.manager),
    /** A parcel that waits. */
    post: async (
      { workspaceId, userId }: { workspaceId: string; userId: number },
      address: string,
      kind: 'letter' | 'parcel' = 'parcel',
    ): Promise<string> => {
      const [id, senderId] = [newId(), newId()];
      await query('INSERT INTO senders (id) VALUES ($1)', [senderId]);
      await query(
        `INSERT INTO parcels (id, workspace_id, user_id, sender_id, address, kind)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [id, workspaceId, userId, senderId, address, kind],
      );
      return id;
    },
    /** Handles what is next, as a worker with a ticket does. */
    handle: (work: Handling, stopping = never) =>
      runNext('analytics', { letter: work, parcel: work }, stopping),
    claim: () => ledger.claim('analytics', ['letter', 'parcel']),
    /** Lets every lease end, as time does after a worker was killed. */
    expireLeases: () =>
      query(
        `UPDATE parcels SET lease_until = now() - interval '1 second' WHERE status = 'running'`,
      ),
    answered: (dependency: Dependency) => watch.answered(dependency),
    /** Lets so much time pass for what is known of dependencies. */
    wait: (ms: number) => (clockMs += ms),
    /** Lets the time of everything come. */
    hurry: () => query('UPDATE parcels SET due_at = now()'),
    /** As if it had been put back so long ago. */
    ago: (id: string, ms: number) =>
      query(`UPDATE parcels SET queued_at = now() - $2 * interval '1 millisecond' WHERE id = $1`, [
        id,
        ms,
      ]),
    /** As it is while the database cannot be asked. */
    withoutTable: async (meanwhile: () => Promise<void>): Promise<void> => {
      await query('ALTER TABLE parcels RENAME TO gone');
      try {
        await meanwhile();
      } finally {
        await query('ALTER TABLE gone RENAME TO parcels');
      }
    },
    row: async (id: string) => {
      const rows = await query<Record<string, unknown>[]>('SELECT * FROM parcels WHERE id = $1', [
        id,
      ]);
      return rows[0];
    },
    delivered: async (): Promise<string[]> =>
      (await query<Parcel[]>('SELECT address FROM delivered')).map(({ address }) => address),
    /** What the observer has been told since this was asked last. */
    observed: () => observed.splice(0),
    state: () => readState(statements, parcelLedger),
    counts: async () => (await readCounts(statements, parcelLedger)).analytics,
    reconcile: () => reconcile(statements, parcelLedger, producer, observe),
    tickets: async () => (await queue?.getWaitingCount()) ?? 0,
    laterTickets: async () => (await queue?.getDelayedCount()) ?? 0,
    clear: async () => {
      await query('DELETE FROM senders');
      await query('DELETE FROM delivered');
      await query('DELETE FROM turns');
      await redis.client.flushall();
    },
    close: async () => {
      await producer.close();
      await Promise.all([database.close(), redis.close()]);
    },
  };
}
