import type { ApiConfig } from '@memo/config';
import type { StatementRun } from '@memo/entities';
import { createRedis, untilConnected } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import { connectPipeline } from '@memo/pipeline';
import { composeFeatures } from './compose-features.ts';
import { createApp } from './http/create-app.ts';
import { createRateLimits } from './http/rate-limits.ts';
import { startSweeper } from './sweeper/sweeper.ts';

/**
 * Builds the API from its settings.
 * @param onRun is told of every statement of the API; for tests.
 */
export async function composeApi(
  config: ApiConfig,
  logger: Logger,
  version: string,
  onRun?: (run: StatementRun) => void,
) {
  if (config.auth.advice !== null) logger.warn(config.auth.advice);
  const connected = await connectPipeline(
    { database: config.database, redisUrl: config.redis.url, logger },
    onRun,
  );
  const redis = createRedis(config.redis.url, logger);
  await untilConnected(redis);
  const { secret } = config.auth;
  const rateLimits = createRateLimits({ redis, ...config.rateLimit, secret, logger });
  const composed = composeFeatures(config, logger, version, { ...connected, redis, rateLimits });
  const { feature, storage, access, reservations, adminRouter } = composed;

  const app = createApp({
    logger,
    version,
    routes: feature.routes,
    access,
    reservations,
    rateLimits,
    http: config.http,
    adminRouter,
  });
  const sweeper = startSweeper({
    database: connected.database,
    transact: connected.transact,
    sweeps: feature.sweeps,
    logger,
  });

  return {
    app,
    /** Ends what would keep the server waiting for its requests in flight. */
    drain: feature.drain,
    close: async () => {
      await sweeper.stop();
      await feature.close();
      await connected.close();
      redis.disconnect();
      storage.close();
    },
  };
}
