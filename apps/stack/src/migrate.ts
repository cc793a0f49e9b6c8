import { createDataSource } from '@memo/entities';
import { AppError } from '@memo/errors';

/** Brings a database to the current tables. */
export async function migrate(url: string): Promise<void> {
  const dataSource = createDataSource({ url, poolSize: 1, timeLimits: false });
  try {
    await dataSource.initialize();
    await dataSource.runMigrations();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(
      'unavailable',
      `The database could not be prepared: ${reason}. Check DATABASE_URL if you set it.`,
      { cause },
    );
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}
