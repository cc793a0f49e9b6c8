import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@memo/errors';
import type { DataSource } from 'typeorm';
import { createDataSource, type DatabaseOptions } from '../data-source.ts';
import { createTransact, type Queryable, type Transaction } from '../transaction.ts';
import { createDatabase, type Database } from './rows.ts';

/**
 * Does what only reads, one statement after the other, where all that was committed before is there: a replica that has
 * caught up, or the database itself. It may be done twice.
 */
export type Reads = <T>(read: (database: Database) => Promise<T>) => Promise<T>;

/** Of the replica: it is read from; it does not have yet what was committed; it cannot be asked. */
export type ReplicaState = 'followed' | 'behind' | 'away';

export interface ReadsOptions {
  primary: DataSource;
  database: Database;
  /** A physical replica; without one everything is read from the database itself. */
  replica: DatabaseOptions | null;
  /** Told when it changes. */
  tell?: (state: ReplicaState, error?: unknown) => void;
}

export interface ReplicaReads {
  reads: Reads;
  /** How many reads were done where. */
  served: Readonly<Record<'replica' | 'primary', number>>;
  close(): Promise<void>;
}

/** A replica is a few ms behind at most times: a look or two later it is there. */
const looks = 3;
const betweenLooksMs = 10;
const lookWithinMs = 1_000;
const connectWithinMs = 1_000;
/** For so long one that could not be used is not asked again. */
const restMs = { behind: 1_000, away: 5_000 };

/** The end of all that was committed until now, and whose it is: positions of two servers, or before and after a failover, say nothing of each other. */
const positionOfPrimary = `SELECT pg_current_wal_insert_lsn()::text AS position,
    left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) AS timeline, system_identifier::text AS system
  FROM pg_control_system()`;

const replicaIsThere = `SELECT pg_is_in_recovery() AND system.system_identifier::text = $1
    AND upper(lpad(to_hex(checkpoint.timeline_id), 8, '0')) = $2
    AND pg_last_wal_replay_lsn() >= $3::pg_lsn AS there
  FROM pg_control_system() AS system, pg_control_checkpoint() AS checkpoint`;

interface Position {
  position: string;
  timeline: string;
  system: string;
}

class Behind extends Error {}

/** Reads from a replica wherever nobody can tell that it is one. */
export function createReads(options: ReadsOptions): ReplicaReads {
  const { primary, database, replica, tell = () => undefined } = options;
  const served = { replica: 0, primary: 0 };
  let opened: Promise<DataSource> | undefined;
  let last: ReplicaState | undefined;
  let restUntilMs = 0;

  function note(state: ReplicaState, error?: unknown): void {
    if (state !== 'followed') restUntilMs = performance.now() + restMs[state];
    if (state !== last) tell(state, error);
    last = state;
  }

  /** The replica may come later than this process, and go. */
  async function open(of: DatabaseOptions): Promise<DataSource> {
    opened ??= createDataSource({ ...of, connectWithinMs }).initialize();
    try {
      return await opened;
    } catch (error) {
      opened = undefined;
      throw error;
    }
  }

  async function fromReplica<T>(
    of: DatabaseOptions,
    read: (database: Database) => Promise<T>,
  ): Promise<T> {
    const [position] = await primary.query<Position[]>(positionOfPrimary);
    const source = await open(of);
    // On the connection that is read from: an address may stand for several replicas.
    const transact = createTransact(source, 'REPEATABLE READ', (client) =>
      untilThere(client, position),
    );
    return transact((tx) => read(within(createDatabase(source), tx)));
  }

  return {
    served,
    reads: async (read) => {
      if (replica !== null && performance.now() >= restUntilMs) {
        try {
          const result = await fromReplica(replica, read);
          served.replica += 1;
          note('followed');
          return result;
        } catch (error) {
          if (isOfTheRead(error)) throw error;
          note(error instanceof Behind ? 'behind' : 'away', error);
        }
      }
      served.primary += 1;
      return read(database);
    },
    close: async () => {
      const source = await opened?.catch(() => undefined);
      await source?.destroy();
    },
  };
}

async function untilThere(client: Queryable, wanted: Position | undefined): Promise<void> {
  const { system = '', timeline = '', position = '' } = wanted ?? {};
  for (let look = 1; look <= looks; look += 1) {
    const { rows } = await client.query({
      text: replicaIsThere,
      values: [system, timeline, position],
      query_timeout: lookWithinMs,
    });
    const [row] = rows as { there: boolean }[];
    if (row?.there === true) return;
    if (look < looks) await pause(betweenLooksMs);
  }
  throw new Behind('The replica does not have yet what the database has.');
}

/** Every statement in one transaction, whoever asks for it. */
const within = (database: Database, tx: Transaction): Database => ({
  rows: (tenant) => database.rows(tenant, tx),
  openRows: () => database.openRows(tx),
  snapshot: (read) => read(tx),
});

/** What the database itself would answer as well: done there again, a statement that takes too long takes as long. */
function isOfTheRead(error: unknown): boolean {
  const statementTimedOut = '57014';
  return (
    error instanceof AppError || (error as { code?: unknown } | null)?.code === statementTimedOut
  );
}
