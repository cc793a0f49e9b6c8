import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createJobProducer, createJobRequester, type JobRequester } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { createS3Storage, createSuggestionKeys } from '@memo/storage';
import { buildTone, startRedis, waitFor, type TestRedis } from '@memo/testing';
import { startS3, type TestS3 } from '@memo/testing/s3';
import request from 'supertest';
import { createDemoApp } from '../../../test/demo-app.ts';
import { createUploads } from '../../upload/receive-upload.ts';
import type { Uploads } from '../../upload/uploads.ts';
import { createUploadPlaces } from '../../upload/upload-places.ts';
import { createSuggestionsFeature } from './suggestions.feature.ts';

let redis: TestRedis;
let s3: TestS3;
let storage: ReturnType<typeof createS3Storage>;
let producer: ReturnType<typeof createJobProducer>;
let requester: JobRequester;
let uploads: Uploads;

beforeAll(async () => {
  [redis, s3] = await Promise.all([startRedis(), startS3()]);
  storage = createS3Storage(s3);
  const logger = silentLogger;
  producer = createJobProducer({ redisUrl: redis.url, logger });
  requester = createJobRequester({ producer, redisUrl: redis.url, logger });
  uploads = createUploads({
    storage,
    keys: createSuggestionKeys(),
    unclaimed: {
      writeDown: () => Promise.resolve(),
      forget: () => Promise.resolve(),
    },
    describe: (id) => ({ prefix: id, meetingId: null, sweepSeconds: 60 }),
    files: ['audio_file'],
    maxBytes: 1_000_000,
    formats: ['wav'],
    places: createUploadPlaces({ perProcess: 1, perCaller: 1 }),
    logger,
  });
});

afterAll(async () => {
  await requester.close();
  await producer.close();
  storage.close();
  await Promise.all([redis.close(), s3.close()]);
});

it('a suggestion without an answer in time is 504, and nothing stays of it', async () => {
  const deps = { requester, uploads, waitMs: 300 };
  const { routes } = createSuggestionsFeature(deps);
  await request(createDemoApp({ routes }))
    .post('/api/v1/mobile/meetings/suggest-title')
    .set('authorization', 'Bearer good')
    .attach('audio_file', buildTone(1), 'a.wav')
    .expect(504, { detail: 'This took too long. Please try again.' });
  await waitFor('the recording to go', async () => (await storage.listKeys('')).length === 0);
  const queue = producer.queues.find(({ name }) => name === 'transcription');
  expect(await queue?.getJobs()).toEqual([]);
});
