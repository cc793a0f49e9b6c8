import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, startRedis, waitFor } from '@memo/testing';
import { startS3 } from '@memo/testing/s3';
import getPort from 'get-port';
import request from 'supertest';
import { launchStack } from '../src/launch.ts';
import type { Settings } from '../src/settings.ts';

export type StackFixture = Awaited<ReturnType<typeof startStack>>;

/** What the tests read of a meeting; the API's own tests hold the rest of its shape. */
export interface WireMeeting {
  id: string;
  status: string;
  error: { code: string; message: string; retryable: boolean } | null;
  transcription: { speaker: string; text: string; start_ms: number; end_ms: number }[];
  transcription_engine: { provider: string; model: string };
  summary: string;
  key_points: string;
  action_items: { task: string; assigned_to: string | null; due_date: string | null }[];
  analytics_status: string;
  analytics_data: { speakers: { label: string; talk_share: number }[] };
  dashboard_status: string;
}

const base = '/api/v1/mobile';
const sample = (side: string): string => join(import.meta.dirname, `../sample/${side}.opus`);

/** The four apps as real processes, on a database, a Redis and an S3 server of the test's own. */
export async function startStack(settings: Settings) {
  const [database, redis, s3, dataDir, apiPort] = await Promise.all([
    createTestDatabase(),
    startRedis(),
    startS3(),
    mkdtemp(join(tmpdir(), 'memo-stack-')),
    getPort(),
  ]);
  const stack = await launchStack({
    dataDir,
    apiPort,
    notify: () => undefined,
    signal: new AbortController().signal,
    environment: {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      S3_ENDPOINT: s3.endpoint,
      S3_BUCKET_NAME: s3.bucket,
      AWS_REGION: s3.region,
      AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
      // The tests look more often than one user may.
      RATE_LIMIT_USER_PER_MINUTE: '1000000',
      ...settings,
    },
  });
  const api = request(stack.apiUrl);
  const signUp = await api
    .post(`${base}/auth/register`)
    .send({ name: 'Robin', email: 'robin@example.com', password: 'correct horse battery' })
    .expect(201);
  const authorization = `Bearer ${(signUp.body as { access_token: string }).access_token}`;

  async function get(id: string): Promise<WireMeeting> {
    const answer = await api
      .get(`${base}/meetings/${id}`)
      .set('authorization', authorization)
      .expect(200);
    return answer.body as WireMeeting;
  }

  return {
    dataSource: database.dataSource,
    apiUrl: stack.apiUrl,
    pidOf: (name: string) => stack.pidOf(name),
    /** Uploads the bundled call, both sides; answers the meeting's id. */
    uploadSample: async (): Promise<string> => {
      const answer = await api
        .post(`${base}/meetings/`)
        .set('authorization', authorization)
        .field('title', 'Sales call')
        .attach('audio_file', sample('microphone'))
        .attach('second_audio_file', sample('system'))
        .expect(201);
      return (answer.body as WireMeeting).id;
    },
    uploadFile: async (content: Buffer, filename: string): Promise<string> => {
      const answer = await api
        .post(`${base}/meetings/`)
        .set('authorization', authorization)
        .field('title', filename)
        .attach('audio_file', content, filename)
        .expect(201);
      return (answer.body as WireMeeting).id;
    },
    /** The meeting once nothing more will happen to it. */
    untilSettled: (id: string): Promise<WireMeeting> =>
      waitFor(
        'the meeting to settle',
        async () => {
          const meeting = await get(id);
          const settled = meeting.status === 'FAILED' || meeting.dashboard_status !== 'PENDING';
          return settled && meeting;
        },
        { timeoutMs: 120_000, everyMs: 250 },
      ),
    close: async () => {
      await stack.stop();
      await Promise.all([database.close(), redis.close(), s3.close()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
