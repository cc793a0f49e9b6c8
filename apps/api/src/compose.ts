import { describeAi } from '@memo/ai';
import type { ApiConfig } from '@memo/config';
import { createTransact } from '@memo/entities';
import type { Logger } from '@memo/logging';
import { connectPipeline } from '@memo/pipeline';
import { createMeetingKeys, createS3Storage } from '@memo/storage';
import { createBullBoardRouter } from './admin/bull-board.ts';
import { createAuditLog } from './audit/audit-log.ts';
import { createAuthFeature } from './features/auth/auth.feature.ts';
import { createMeetingsFeature } from './features/meetings/meetings.feature.ts';
import { createTranscriptionFeature } from './features/transcription/transcription.feature.ts';
import { createApp } from './http/create-app.ts';
import { createRedis } from './redis.ts';
import { pruneRefreshTokens } from './sweeper/prune-refresh-tokens.ts';
import { purgeDeleted } from './sweeper/purge-deleted.ts';
import { startSweeper } from './sweeper/sweeper.ts';
import { createUploads } from './upload/receive-upload.ts';

const sweepEveryMs = 10_000;

/** Builds the API from its settings. */
export async function composeApi(config: ApiConfig, logger: Logger, version: string) {
  const connected = await connectPipeline({
    database: config.database,
    redisUrl: config.redis.url,
    logger,
  });
  const { dataSource, producer, pipeline } = connected;
  const storage = createS3Storage(config.storage);
  const keys = createMeetingKeys(config.storage.audioPrefix);
  const transact = createTransact(dataSource);

  const audit = createAuditLog();
  const redis = createRedis(config.redis.url, logger);

  const uploads = createUploads({ storage, keys, ...config.upload, logger });
  const { receive } = uploads;

  const auth = createAuthFeature({ config, dataSource, transact, logger });
  const meetings = createMeetingsFeature({
    dataSource,
    transact,
    pipeline,
    storage,
    keys,
    receive,
    logger,
  });
  const transcription = createTranscriptionFeature({ dataSource, engine: describeAi(config.ai) });

  const app = createApp({
    logger,
    version,
    authenticate: auth.authenticate,
    routes: [...auth.routes, ...meetings.routes, ...transcription.routes],
    // Not Redis: without it the API still takes recordings, and the sweeper queues them later.
    readiness: {
      postgres: () => dataSource.query('SELECT 1'),
      storage: () => storage.ping(),
    },
    ...(config.bullBoard && {
      adminRouter: createBullBoardRouter({ queues: producer.queues, ...config.bullBoard }),
    }),
  });
  const sweeper = startSweeper({
    dataSource,
    tasks: {
      reconcile: () => pipeline.reconcile(),
      purgeDeleted: () => purgeDeleted({ dataSource, storage, keys, logger }),
      pruneRefreshTokens: () => pruneRefreshTokens(dataSource),
    },
    everyMs: sweepEveryMs,
    logger,
  });

  return {
    app,
    close: async () => {
      await sweeper.stop();
      await connected.close();
      // Connections that were cut at the end of the grace leave half uploads to abort.
      await uploads.settled();
      redis.disconnect();
      storage.close();
    },
  };
}
