import { Readable } from 'node:stream';
import { loadTranscriptionWorkerConfig } from '@memo/config';
import { createTransact, Meeting, newId, StageRun } from '@memo/entities';
import { createJobProducer } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { createPipeline } from '@memo/pipeline';
import { createS3Storage } from '@memo/storage';
import { buildAccount, buildMeeting, createTestDatabase, startRedis, waitFor } from '@memo/testing';
import { startGeminiEmulator } from '@memo/testing/gemini';
import { startS3 } from '@memo/testing/s3';
import { composeTranscriptionWorker } from '../src/compose.ts';

export type WorkerFixture = Awaited<ReturnType<typeof startWorker>>;

/**
 * The real worker in this process, on servers of its own, with a Gemini that says what the test wants.
 * @param settings beside those of the servers, as the environment gives them.
 */
export async function startWorker(settings: Record<string, string> = {}) {
  const [database, redis, s3, gemini] = await Promise.all([
    createTestDatabase(),
    startRedis(),
    startS3(),
    startGeminiEmulator(),
  ]);
  const { dataSource } = database;
  const config = loadTranscriptionWorkerConfig({
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    S3_ENDPOINT: s3.endpoint,
    S3_BUCKET_NAME: s3.bucket,
    AWS_REGION: s3.region,
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    GEMINI_KEY: gemini.apiKey,
    GEMINI_BASE_URL: gemini.baseUrl,
    ...settings,
  });
  const worker = await composeTranscriptionWorker(config, silentLogger);
  const storage = createS3Storage(config.storage);
  const producer = createJobProducer({ redisUrl: redis.url, logger: silentLogger });
  const pipeline = createPipeline({ dataSource, producer, logger: silentLogger });
  const scope = await buildAccount(dataSource.manager);

  return {
    dataSource,
    redis,
    storage,
    producer,
    gemini,
    scope,
    /** How often a model was asked so far. */
    asked: (kind: 'transcribe' | 'generate') =>
      gemini.requests.filter((request) => request.kind === kind).length,
    /** A meeting with these recordings, on its way. */
    process: async (sounds: Buffer[], overrides: Partial<Meeting> = {}): Promise<Meeting> => {
      const recordingKeys = sounds.map(() => `meetings/audio/${newId()}.wav`);
      for (const [side, sound] of sounds.entries()) {
        await storage.put(recordingKeys[side] ?? '', Readable.from([sound]), {
          contentType: 'audio/wav',
        });
      }
      return createTransact(dataSource)(async (tx) => {
        const meeting = await buildMeeting(tx.manager, scope, { ...overrides, recordingKeys });
        await pipeline.begin(tx, meeting);
        return meeting;
      });
    },
    /** Runs the pipeline over the same meeting from the start. */
    processAgain: ({ id, workspaceId }: Meeting) =>
      createTransact(dataSource)(async (tx) => {
        await tx.manager.update(Meeting, id, { generation: 2, status: 'PENDING' });
        await pipeline.begin(tx, { id, workspaceId, generation: 2 });
      }),
    /** The meeting once it is COMPLETED or FAILED. */
    settled: ({ id }: Meeting, options: { timeoutMs?: number } = {}): Promise<Meeting> =>
      waitFor(
        'the meeting to settle',
        async () => {
          const meeting = await dataSource.manager.findOneByOrFail(Meeting, { id });
          return ['COMPLETED', 'FAILED'].includes(meeting.status) && meeting;
        },
        options,
      ),
    runs: (meeting: Meeting): Promise<StageRun[]> =>
      dataSource.manager.findBy(StageRun, { meetingId: meeting.id }),
    objectExists: async (key: string) => (await storage.listKeys(key)).includes(key),
    close: async () => {
      await worker.close(0);
      await producer.close();
      storage.close();
      await Promise.all([database.close(), redis.close(), s3.close(), gemini.close()]);
    },
  };
}
