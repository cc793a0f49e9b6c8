import { createDataSource, type DatabaseOptions } from '@memo/entities';
import { createJobProducer } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import { createPipeline } from './create-pipeline.ts';

export interface ConnectOptions {
  database: DatabaseOptions;
  redisUrl: string;
  logger: Logger;
}

/** The ledger with its two connections, as every app that schedules or runs stages needs it. */
export async function connectPipeline({ database, redisUrl, logger }: ConnectOptions) {
  const dataSource = createDataSource(database);
  await dataSource.initialize();
  const producer = createJobProducer({ redisUrl, logger });
  return {
    dataSource,
    producer,
    pipeline: createPipeline({ dataSource, producer, logger }),
    close: async () => {
      try {
        await producer.close();
      } finally {
        await dataSource.destroy();
      }
    },
  };
}
