import { AppError } from '@memo/errors';
import { createDataSource } from '../data-source.ts';
import { fillMinutes } from './fill-minutes.ts';
import { grantToApp } from './grant-to-app.ts';
import { limitStatements } from './limit-statements.ts';
import { runPending } from './run-pending.ts';

export interface MigrateOptions {
  url: string;
  /** The role the processes have, where it is another than that of `url`. It is given what it needs. */
  appRole?: string | undefined;
  /** How that role signs in. */
  appUrl?: string | undefined;
  /** Told what it waits for, in a sentence each time. */
  notify?: (message: string) => void;
}

/**
 * Brings a database to the current tables. Processes that do it at once take turns.
 * @returns the names of the migrations that ran.
 * @throws AppError `unavailable`: the database does not answer, a migration failed, or another session holds its tables.
 */
export async function migrate({
  url,
  appRole,
  appUrl,
  notify = () => undefined,
}: MigrateOptions): Promise<string[]> {
  // One connection migrates, the other looks for the sessions that hold it up.
  const dataSource = createDataSource({ url, poolSize: 2, answerWithinMs: null });
  try {
    await dataSource.initialize();
    const ran = await runPending(dataSource, { notify });
    await limitStatements(dataSource, notify);
    if (appRole !== undefined) await grantToApp(dataSource, appRole);
    if (appUrl !== undefined) await limitOfApp(appUrl, notify);
    // The processes go on meanwhile.
    await fillMinutes(dataSource, notify);
    return ran;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const reason = cause instanceof Error && cause.message !== '' ? cause.message : String(cause);
    throw new AppError(
      'unavailable',
      `The database could not be prepared: ${reason}. Check DATABASE_URL if you set it.`,
      { cause },
    );
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

/** A role may be told by itself alone, or by whoever made it. */
async function limitOfApp(url: string, notify: (message: string) => void): Promise<void> {
  const dataSource = createDataSource({ url, poolSize: 1 });
  try {
    await dataSource.initialize();
    await limitStatements(dataSource, notify);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    notify(`How long a statement of the processes may take could not be limited: ${reason}.`);
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}
