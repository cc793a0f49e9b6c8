import { describeAi } from '@memo/ai';
import type { ApiConfig } from '@memo/config';
import { createTransact } from '@memo/entities';
import type { Logger } from '@memo/logging';
import { connectPipeline } from '@memo/pipeline';
import { createMeetingKeys, createS3Storage } from '@memo/storage';
import { createBullBoardRouter } from './admin/bull-board.ts';
import { createAccessTokens } from './features/auth/access-tokens.ts';
import { createAuthRepository } from './features/auth/auth.repository.ts';
import { createAuthRoutes } from './features/auth/auth.routes.ts';
import { createAuthService } from './features/auth/auth.service.ts';
import { createAuthenticate } from './features/auth/bearer.ts';
import { createPasswords } from './features/auth/passwords.ts';
import { createMeetingsRepository } from './features/meetings/meetings.repository.ts';
import { createMeetingsRoutes } from './features/meetings/meetings.routes.ts';
import { createMeetingsService } from './features/meetings/meetings.service.ts';
import { createUploads } from './features/meetings/upload/receive-upload.ts';
import { createTranscriptionStatusRepository } from './features/transcription-status/transcription-status.repository.ts';
import { createTranscriptionStatusRoutes } from './features/transcription-status/transcription-status.routes.ts';
import { createTranscriptionStatusService } from './features/transcription-status/transcription-status.service.ts';
import { createApp } from './http/create-app.ts';
import { pruneRefreshTokens } from './sweeper/prune-refresh-tokens.ts';
import { purgeDeleted } from './sweeper/purge-deleted.ts';
import { startSweeper } from './sweeper/sweeper.ts';

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

  const auth = createAuthService({
    repository: createAuthRepository(dataSource),
    transact,
    passwords: createPasswords(),
    accessTokens: createAccessTokens(config.auth),
    refreshTokenMs: config.auth.refreshTokenMs,
    logger,
  });
  const meetings = createMeetingsService({
    repository: createMeetingsRepository(dataSource),
    transact,
    pipeline,
    storage,
    keys,
    logger,
  });
  const uploads = createUploads({ storage, keys, ...config.upload, logger });

  const engine = describeAi(config.ai);
  const transcriptionStatus = createTranscriptionStatusService({
    repository: createTranscriptionStatusRepository(dataSource),
    engine: { name: engine.provider, description: engine.description },
  });

  const app = createApp({
    logger,
    version,
    authenticate: createAuthenticate(auth),
    routes: [
      ...createAuthRoutes(auth),
      ...createMeetingsRoutes(meetings, uploads.receive),
      ...createTranscriptionStatusRoutes(transcriptionStatus),
    ],
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
      storage.close();
    },
  };
}
