import { loadTranscriptionWorkerConfig } from '@memo/config';
import { AppError } from '@memo/errors';
import { createJobProducer } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { createS3Storage } from '@memo/storage';
import pTimeout from 'p-timeout';
import { externalParts, type Settings } from './settings.ts';

const answerWithinMs = 8_000;

/**
 * Looks whether servers that the settings bring along answer, before anything waits for them.
 * @throws AppError `misconfigured` with the setting to correct.
 */
export async function checkServers(given: Settings, settings: Settings): Promise<void> {
  const external = externalParts(given);
  const config = loadTranscriptionWorkerConfig(settings);
  await Promise.all([
    external.redis ? checkRedis(config.redis.url) : null,
    external.s3 ? checkStorage(config.storage) : null,
  ]);
}

async function checkRedis(redisUrl: string): Promise<void> {
  const producer = createJobProducer({ redisUrl, logger: silentLogger });
  try {
    await producer.workers();
  } catch (cause) {
    const { host } = new URL(redisUrl);
    throw new AppError(
      'misconfigured',
      `No Redis answers at ${host}. Correct REDIS_URL, or leave it out to use the one that comes along.`,
      { cause },
    );
  } finally {
    await producer.close();
  }
}

async function checkStorage(config: Parameters<typeof createS3Storage>[0]): Promise<void> {
  const storage = createS3Storage(config);
  try {
    await pTimeout(storage.ping(), { milliseconds: answerWithinMs });
  } catch (cause) {
    // It names the bucket and what to check.
    if (cause instanceof AppError && cause.kind === 'misconfigured') throw cause;
    const at = config.endpoint ?? 'AWS';
    throw new AppError(
      'misconfigured',
      `No file storage answers at ${at}. Correct S3_ENDPOINT, or leave out S3_BUCKET_NAME and S3_ENDPOINT to use the one that comes along.`,
      { cause },
    );
  } finally {
    storage.close();
  }
}
