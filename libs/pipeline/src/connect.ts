import type { StatementRun } from '@memo/entities';
import {
  createDatabase,
  createDataSource,
  createTransact,
  isMigrated,
  poolUse,
  type DatabaseOptions,
} from '@memo/entities/connections';
import { createJobProducer } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import { createPipeline, type PipelineObserver } from './create-pipeline.ts';

export interface ConnectOptions {
  database: DatabaseOptions;
  redisUrl: string;
  observe?: PipelineObserver | undefined;
  logger: Logger;
}

/**
 * The ledger with its two connections, as every app that schedules or runs stages needs it.
 * @param onRun is told of every statement, of the ledger's and of those run on the database that is returned.
 */
export async function connectPipeline(
  { database: options, redisUrl, observe, logger }: ConnectOptions,
  onRun?: (run: StatementRun) => void,
) {
  const dataSource = createDataSource(options);
  await dataSource.initialize();
  const [database, transact] = [createDatabase(dataSource, onRun), createTransact(dataSource)];
  const producer = createJobProducer({ redisUrl, logger });
  return {
    dataSource,
    database,
    transact,
    producer,
    pipeline: createPipeline({ database, transact, producer, observe, logger }),
    /** Whether the tables are those of this release. */
    isMigrated: () => isMigrated(dataSource),
    /** How many of its connections to the database this process uses. */
    poolUse: () => poolUse(dataSource),
    close: async () => {
      try {
        await producer.close();
      } finally {
        await dataSource.destroy();
      }
    },
  };
}
