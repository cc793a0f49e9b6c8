import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import {
  buildTone,
  createTestDatabase,
  startRedis,
  type TestDatabase,
  type TestRedis,
} from '@memo/testing';
import { plainEnvironment, startProcess, type RunningProcess } from '@memo/testing/processes';
import { startS3, type TestS3 } from '@memo/testing/s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memo } from './memo.ts';

const account = { SMOKE_EMAIL: 'smoke@example.com', SMOKE_PASSWORD: 'a password for the smoke' };

let database: TestDatabase;
let redis: TestRedis;
let s3: TestS3;
let api: RunningProcess;
let address: string;

const start = (app: string): RunningProcess =>
  startProcess({
    main: new URL(`../../${app}/src/main.ts`, import.meta.url),
    environment: {
      ...plainEnvironment(),
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      S3_ENDPOINT: s3.endpoint,
      S3_BUCKET_NAME: s3.bucket,
      AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
      JWT_SECRET: 'a secret that is long enough for the tests',
    },
  });

beforeAll(async () => {
  [database, redis, s3] = await Promise.all([createTestDatabase(), startRedis(), startS3()]);
  api = start('api');
  const port = await api.said(({ message, port }) => (message === 'Listening' ? port : undefined));
  address = `http://127.0.0.1:${String(port)}`;
}, 60_000);

afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await Promise.all([database.close(), redis.close(), s3.close()]);
});

const smoke = (...words: string[]) => memo(['smoke', address, ...words], database.url, account);

/** Titles of the meetings there are. */
const left = () =>
  database.dataSource.query<unknown[]>('SELECT title FROM meetings WHERE deleted_at IS NULL');

/** Its account, as an app of a user uses it. */
async function signedIn() {
  const api = `${address}/api/v1/mobile`;
  const { SMOKE_EMAIL: email, SMOKE_PASSWORD: password } = account;
  const answer = await fetch(`${api}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const uploadAs = async (title: string, as: string) => {
    const body = new FormData();
    body.set('title', title);
    body.set('audio_file', new Blob([new Uint8Array(buildTone(1))]), 'tone.wav');
    const headers = { authorization: `Bearer ${as}` };
    await fetch(`${api}/meetings/`, { method: 'POST', headers, body });
  };
  return { token, uploadAs };
}

// In this order: the last one starts the worker.
describe('memo smoke', () => {
  it('names the step that failed and what was answered, and no password', async () => {
    await smoke('--within', '1');
    const wrong = { ...account, SMOKE_PASSWORD: 'another password, not its own' };
    const { code, stdout, stderr } = await memo(['smoke', address], database.url, wrong);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAILED +[\d.]+ s {2}sign in: POST \S+\/login was answered 401 /);
    expect(stdout + stderr).not.toContain(wrong.SMOKE_PASSWORD);
  });

  it('says how far a transcript came that does not come in time, and takes away its own and what an old run left, but no other run\u2019s', async () => {
    const { token, uploadAs } = await signedIn();
    await uploadAs('Smoke test of another run', token);
    await uploadAs('Smoke test of an old run', token);
    const { dataSource } = database;
    await dataSource.query(
      `UPDATE meetings SET created_at = now() - interval '1 hour' WHERE title LIKE '%old run'`,
    );
    const { code, stdout, stderr } = await smoke('--within', '5');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /FAILED +[\d.]+ s {2}transcript: It was not done within 5 s\. .*PENDING/,
    );
    expect(stderr).toMatch(/^ok +[\d.]+ s {2}upload: [\da-f-]{36}$/m);
    expect(await left()).toEqual([{ title: 'Smoke test of another run' }]);
    await dataSource.query('UPDATE meetings SET deleted_at = now()');
  });

  it('takes away what it made when it is told to end', async () => {
    const child = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), join(import.meta.dirname, '../src/main.ts')].concat([
        ...['smoke', address],
      ]),
      { env: { ...plainEnvironment(), ...account }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const ended = once(child, 'close');
    const said = text(child.stdout);
    for await (const line of createInterface({ input: child.stderr })) {
      if (line.includes('upload:')) child.kill('SIGTERM');
    }
    expect(await ended).toEqual([1, null]);
    expect(await said).toContain('It was interrupted.');
    expect(await left()).toEqual([]);
  });

  it('uses a deployment from signing in to deleting, says how long each step took, and leaves nothing behind', async () => {
    await using worker = start('transcription-worker');
    await worker.said(({ message }) => (message === 'Taking jobs' ? true : undefined));
    const { code, stdout, stderr } = await smoke('--json');
    expect([code, stderr]).toEqual([0, expect.stringContaining('transcript: ')]);
    const { works, steps } = JSON.parse(stdout) as { works: boolean; steps: { name: string }[] };
    expect(works).toBe(true);
    expect(steps.map(({ name }) => name)).toEqual(
      ['ready', 'sign in', 'clear', 'upload', 'transcript', 'note'].concat([
        ...['list', 'play', 'export', 'delete'],
      ]),
    );
    expect(await left()).toEqual([]);
  }, 180_000);

  it.each([
    ['nothing', []],
    ['a name alone', ['memo.example.com']],
    ['a password in it', ['https://a:b@memo.example.com']],
    ['a query', ['https://memo.example.com/memo/?x=1']],
    ['a fragment', ['https://memo.example.com/#there']],
  ])('is not run without an address that says where and nothing else: %s', async (_, given) => {
    const { code } = await memo(['smoke', ...given], database.url, account);
    expect(code).toBe(2);
  });

  it('says which settings name its account', async () => {
    const { code, stderr } = await memo(['smoke', address], database.url);
    expect(code).toBe(1);
    expect(stderr).toContain('SMOKE_EMAIL');
    expect(stderr).toContain('SMOKE_PASSWORD');
  });
});
