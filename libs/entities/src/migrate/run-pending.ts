import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@memo/errors';
import {
  MigrationExecutor,
  QueryFailedError,
  type DataSource,
  type Migration,
  type QueryRunner,
} from 'typeorm';
import { advisoryLocks } from '../advisory-locks.ts';
import { dropBrokenIndexes } from './broken-indexes.ts';
import { watchLockHolders } from './lock-holders.ts';

export interface RunOptions {
  notify: (message: string) => void;
  /** How long a statement waits for a lock: every other statement that wants the table waits behind it. */
  lockTimeoutMs?: number;
  tries?: number;
  betweenTriesMs?: number;
}

const turnPollMs = 200;
/**
 * PostgreSQL's lock_not_available; and deadlock_detected, for one that waited for a process of the running release which
 * waited for it. The transaction is taken back either way.
 */
const worthAnotherTry: readonly unknown[] = ['55P03', '40P01'];

type Settings = Required<RunOptions>;

/**
 * Runs what has not run yet, one migration after the other, on one connection.
 * @returns the names of the migrations that ran.
 */
export async function runPending(dataSource: DataSource, options: RunOptions): Promise<string[]> {
  const settings = { lockTimeoutMs: 3_000, tries: 20, betweenTriesMs: 2_000, ...options };
  const queryRunner = dataSource.createQueryRunner();
  try {
    // Tables are as large as they are; and a server's own limits are meant for requests.
    await queryRunner.query('SET statement_timeout = 0');
    await queryRunner.query('SET idle_in_transaction_session_timeout = 0');
    await untilOurTurn(queryRunner, settings.notify);
    const executor = new MigrationExecutor(dataSource, queryRunner);
    const pending = await executor.getPendingMigrations();
    for (const migration of pending) {
      await runOne({ dataSource, queryRunner, executor, migration, settings });
    }
    return pending.map(({ name }) => name);
  } finally {
    // The lock would outlive us on a connection that goes back to the pool.
    await queryRunner.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await queryRunner.release();
  }
}

/**
 * Asks again and again instead of waiting inside of a statement: an index that is built concurrently waits for every
 * statement under way, and ours would wait for that index.
 */
async function untilOurTurn(
  queryRunner: QueryRunner,
  notify: (message: string) => void,
): Promise<void> {
  for (let told = false; ; told = true) {
    const [answer] = (await queryRunner.query('SELECT pg_try_advisory_lock($1) AS locked', [
      advisoryLocks.migrate,
    ])) as { locked: boolean }[];
    if (answer?.locked === true) return;
    if (!told) notify('Another process is migrating this database; waiting for it.');
    await pause(turnPollMs);
  }
}

interface Run {
  dataSource: DataSource;
  queryRunner: QueryRunner;
  executor: MigrationExecutor;
  migration: Migration;
  settings: Settings;
}

async function runOne(run: Run): Promise<void> {
  const { dataSource, queryRunner, migration, settings } = run;
  const holders = await watchLockHolders(dataSource, queryRunner, (who) =>
    settings.notify(`${migration.name} waits for ${who}.`),
  );
  try {
    for (let left = settings.tries - 1; ; left -= 1) {
      try {
        await tryOnce(run);
        return;
      } catch (error) {
        if (!isForLock(error)) throw error;
        if (left === 0) throw gaveUp(run, holders.last());
        await pause(settings.betweenTriesMs);
      }
    }
  } finally {
    await holders.stop();
  }
}

async function tryOnce({ queryRunner, executor, migration, settings }: Run): Promise<void> {
  if (migration.instance?.transaction === false) {
    // An index that is built concurrently holds no statement up while it waits, and would be left half built.
    await queryRunner.query('SET lock_timeout = 0');
    await dropBrokenIndexes(queryRunner, settings.notify);
    await executor.executeMigration(migration);
    return;
  }
  await queryRunner.query(`SET lock_timeout = ${settings.lockTimeoutMs}`);
  await queryRunner.startTransaction();
  try {
    await executor.executeMigration(migration);
    await queryRunner.commitTransaction();
  } catch (error) {
    // A connection that is gone has nothing to take back, and the first error says more.
    await queryRunner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
}

const isForLock = (error: unknown): boolean =>
  error instanceof QueryFailedError &&
  worthAnotherTry.includes((error.driverError as { code?: unknown }).code);

function gaveUp({ migration, settings }: Run, who: string | null): AppError {
  const holder = who === null ? '' : ` Last in its way: ${who}.`;
  return new AppError(
    'unavailable',
    `${migration.name} could not lock its tables in ${settings.tries} tries.${holder} Nothing of it was done: end what holds the tables, then migrate again.`,
  );
}
