import type { DataSource, EntityManager } from 'typeorm';

/** Nothing outside of this library can name it: rows are reached through `rows` and `openRows`. */
const connection = Symbol('connection');

export interface Transaction {
  readonly [connection]: EntityManager;
  /**
   * Runs once the transaction has committed, never when it rolled back: the only place from which a job may be
   * added to a queue. The task handles its own errors; the commit stands whatever it does.
   */
  afterCommit(task: () => Promise<void>): void;
}

/** What of pg's pool and its clients statements need. */
export interface Queryable {
  query(query: {
    name?: string;
    text: string;
    values: unknown[];
    /** How long this answer is waited for, in ms. */
    query_timeout?: number;
  }): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

export type Transact = <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;

type Isolation = 'READ COMMITTED' | 'REPEATABLE READ';

/**
 * Runs work in one database transaction and, after the commit, what it asked to be run then.
 * @param before is run on the transaction's connection before it begins.
 */
export function createTransact(
  dataSource: DataSource,
  isolation: Isolation = 'READ COMMITTED',
  before?: (client: Queryable) => Promise<void>,
): Transact {
  return async (work) => {
    const tasks: (() => Promise<void>)[] = [];
    const begun = (manager: EntityManager) =>
      work({ [connection]: manager, afterCommit: (task) => tasks.push(task) });
    const result = await between(dataSource, { isolation, before }, begun);
    for (const task of tasks) await task();
    return result;
  };
}

/** TypeORM begins one in two statements, where one says both. */
async function between<T>(
  dataSource: DataSource,
  {
    isolation,
    before,
  }: { isolation: Isolation; before: ((client: Queryable) => Promise<void>) | undefined },
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    if (before !== undefined) await before((await runner.connect()) as Queryable);
    await runner.query(`START TRANSACTION ISOLATION LEVEL ${isolation}`);
    // It lets nobody lock rows outside of a transaction, as far as it knows.
    Object.assign(runner, { isTransactionActive: true });
    try {
      const result = await work(runner.manager);
      await runner.query('COMMIT');
      return result;
    } catch (error) {
      // A connection that is gone has rolled back by itself; what failed first is the one to tell.
      await runner.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  } finally {
    Object.assign(runner, { isTransactionActive: false });
    await runner.release();
  }
}

/** What a transaction is to TypeORM. */
export const managerOf = (tx: Transaction): EntityManager => tx[connection];

/** The connection of a transaction. */
export async function clientOf(tx: Transaction): Promise<Queryable> {
  const manager = managerOf(tx);
  if (manager.queryRunner === undefined)
    throw new Error('This is no transaction of createTransact.');
  return (await manager.queryRunner.connect()) as Queryable;
}
