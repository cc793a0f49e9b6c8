import { waitFor } from '@memo/testing';
import type { DataSource } from 'typeorm';

/**
 * Holds something of the database until all that is begun waits for it: so that what is begun is really under way at one
 * time.
 * @param hold a statement, whose transaction is committed then.
 */
export async function whileHeld<T>(
  dataSource: DataSource,
  [hold, ...values]: [sql: string, ...values: unknown[]],
  begin: readonly (() => PromiseLike<T>)[],
): Promise<T[]> {
  const holder = dataSource.createQueryRunner();
  await holder.startTransaction();
  try {
    await holder.query(hold, values);
    const begun = begin.map((one) => Promise.resolve(one()));
    await waitFor('all of them to wait', async () => {
      const [row] = await dataSource.query<{ waiting: number }[]>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return row !== undefined && row.waiting >= begin.length;
    });
    await holder.commitTransaction();
    return await Promise.all(begun);
  } finally {
    await holder.release();
  }
}

export const holdWorkspace = (id: string): [string, string] => [
  'SELECT FROM workspaces WHERE id = $1 FOR UPDATE',
  id,
];
