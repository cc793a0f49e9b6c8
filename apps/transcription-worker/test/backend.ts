import { loadTranscriptionWorkerConfig } from '@memo/config';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { createJobProducer } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { createPipeline } from '@memo/pipeline';
import { createS3Storage } from '@memo/storage';
import { buildAccount, createTestDatabase, startRedis } from '@memo/testing';
import { startGeminiEmulator } from '@memo/testing/gemini';
import { startS3 } from '@memo/testing/s3';

export type Backend = Awaited<ReturnType<typeof startBackend>>;

/** All that workers work with, on servers of their own, and an account. `settings` replace those for Gemini. */
export async function startBackend(settings: Record<string, string> = {}) {
  const [database, redis, s3, gemini] = await Promise.all([
    createTestDatabase(),
    startRedis(),
    startS3(),
    startGeminiEmulator(),
  ]);
  const { dataSource } = database;
  const servers = {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    S3_ENDPOINT: s3.endpoint,
    S3_BUCKET_NAME: s3.bucket,
    AWS_REGION: s3.region,
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    GEMINI_KEY: gemini.apiKey,
    GEMINI_BASE_URL: gemini.baseUrl,
    // Most meetings of tests are made of tones, in which a voice detector hears nobody.
    SPEECH_DETECTION: 'silence',
    ...settings,
  };
  const configWith = (more: Record<string, string>) =>
    loadTranscriptionWorkerConfig({ ...servers, ...more });
  const config = configWith({});
  const storage = createS3Storage(config.storage);
  const producer = createJobProducer({ redisUrl: redis.url, logger: silentLogger });
  const [statements, transact] = [createDatabase(dataSource), createTransact(dataSource)];
  const pipeline = createPipeline({
    database: statements,
    transact,
    producer,
    logger: silentLogger,
  });
  const scope = await buildAccount(dataSource.manager);
  return {
    dataSource,
    database: statements,
    redis,
    gemini,
    config,
    /** As the environment of a worker's process gives them. */
    settings: servers,
    /** The same but for these settings. */
    configWith,
    storage,
    producer,
    pipeline,
    scope,
    close: async () => {
      await producer.close();
      storage.close();
      await Promise.all([database.close(), redis.close(), s3.close(), gemini.close()]);
    },
  };
}
