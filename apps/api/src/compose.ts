import type { ApiConfig } from '@memo/config';
import type { StatementRun } from '@memo/entities';
import { createReads } from '@memo/entities/connections';
import { createRedis, untilConnected } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import { connectPipeline } from '@memo/pipeline';
import { composeFeatures } from './compose-features.ts';
import { createApp } from './http/create-app.ts';
import { createRateLimits } from './http/rate-limits.ts';
import { createLastTurns } from './sweeper/last-turns.ts';
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
  // First of all: whoever probes the process hears that it is starting.
  const counting = await openCounting(config.metrics, { version, logger });
  const connected = await connectPipeline(
    {
      database: config.database,
      redisUrl: config.redis.url,
      observe: counting?.pipeline,
      logger,
    },
    onRun,
  );
  const { readUrl } = config.databaseRead;
  const replica = createReads({
    primary: connected.dataSource,
    database: connected.database,
    replica: readUrl === undefined ? null : { ...config.database, url: readUrl },
    tell: tellOfReplica(logger),
  });
  const redis = createRedis(config.redis.url, logger);
  await untilConnected(redis);
  const { secret } = config.auth;
  const rateLimits = createRateLimits({ redis, ...config.rateLimit, secret, logger });
  const lastTurns = createLastTurns();
  const composed = composeFeatures(config, logger, version, {
    ...{ ...connected, redis, rateLimits },
    reads: replica.reads,
    lastTurns,
    childStarted: counting?.childStarted,
  });
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
    observe: counting?.http,
  });
  const countTurn = counting?.show({
    ...connected,
    uploads: composed.uploadsInFlight,
    fleet: composed.readFleetState,
    sweeps: Object.keys(feature.sweeps),
  });
  const sweeper = startSweeper({
    database: connected.database,
    transact: connected.transact,
    sweeps: feature.sweeps,
    onTurn: (turn) => {
      lastTurns.note(turn);
      countTurn?.(turn);
    },
    logger,
  });

  return {
    app,
    /** It listens. */
    ready: () => counting?.ready(),
    /** Ends what would keep the server waiting for its requests in flight. */
    drain: () => {
      counting?.drain();
      feature.drain();
    },
    close: async () => {
      await sweeper.stop();
      await feature.close();
      await replica.close();
      await connected.close();
      redis.disconnect();
      storage.close();
      await counting?.close();
    },
  };
}

/** Null, and nothing of it is loaded, where no port is set. */
async function openCounting(
  { port, ...place }: ApiConfig['metrics'],
  about: { version: string; logger: Logger },
) {
  if (port === null) return null;
  const { countApi } = await import('./count-api.ts');
  return countApi({ port, ...place }, about);
}

/** Once for each change: it may be behind for hours, and is asked many times a second. */
function tellOfReplica(logger: Logger): NonNullable<Parameters<typeof createReads>[0]['tell']> {
  return (state, error) => {
    if (state === 'followed') logger.info('Lists and exports are read from DATABASE_READ_URL');
    else {
      const why = state === 'behind' ? 'it is behind' : 'it cannot be used';
      logger.warn(`Lists and exports are read from DATABASE_URL and not from the replica: ${why}`, {
        error,
      });
    }
  };
}
