import { createDatabase, createDataSource, createTransact } from '@memo/entities/connections';
import type { Database, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';

export interface Connected {
  database: Database;
  transact: Transact;
}

/**
 * Does a command's work on a database over one connection, which is closed whatever came of it.
 * @throws AppError `unavailable` when the database does not answer.
 */
export async function onDatabase<T>(
  url: string,
  work: (connected: Connected) => Promise<T>,
): Promise<T> {
  const dataSource = createDataSource({ url, poolSize: 1 });
  try {
    await dataSource.initialize();
  } catch (cause) {
    const reason = cause instanceof Error && cause.message !== '' ? cause.message : String(cause);
    throw new AppError(
      'unavailable',
      `The database does not answer: ${reason}. Start Memo with "npm start" if it is to run here, or check DATABASE_URL if you set it.`,
      { cause },
    );
  }
  try {
    return await work({
      database: createDatabase(dataSource),
      transact: createTransact(dataSource),
    });
  } finally {
    await dataSource.destroy();
  }
}
