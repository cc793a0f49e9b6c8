import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@memo/entities';
import {
  createEmptyTestDatabase,
  createTestDatabase,
  startRedis,
  type TestDatabase,
  type TestRedis,
} from '@memo/testing';
import { startGeminiEmulator, type GeminiEmulator } from '@memo/testing/gemini';
import { startS3, type TestS3 } from '@memo/testing/s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memo } from '../../../test/memo.ts';
import type { Diagnosed } from './diagnose.ts';

const secret = `sec-${newId()}`;

let database: TestDatabase;
let empty: TestDatabase;
let redis: TestRedis;
let s3: TestS3;
let gemini: GeminiEmulator;

beforeAll(async () => {
  [database, empty, redis, s3, gemini] = await Promise.all([
    createTestDatabase(),
    createEmptyTestDatabase(),
    startRedis(),
    startS3(),
    startGeminiEmulator(),
  ]);
});

afterAll(() =>
  Promise.all([database.close(), empty.close(), redis.close(), s3.close(), gemini.close()]),
);

/** A deployment with which nothing is wrong. */
const settings = (): Record<string, string> => ({
  DATABASE_URL: database.url,
  REDIS_URL: redis.url,
  S3_ENDPOINT: s3.endpoint,
  S3_BUCKET_NAME: s3.bucket,
  AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
  JWT_SECRET: `jwt-${secret}`,
  GEMINI_KEY: gemini.apiKey,
  GEMINI_BASE_URL: gemini.baseUrl,
});

async function doctor(other: Record<string, string> = {}, ...words: string[]) {
  const given = { ...settings(), ...other };
  const { code, stdout, stderr } = await memo(['doctor', '--json', ...words], '', given);
  for (const hidden of [secret, gemini.apiKey, 'S3RVER', 'hunter22']) {
    expect(stdout + stderr).not.toContain(hidden);
  }
  const { findings } = JSON.parse(stdout) as { findings: Diagnosed[] };
  return { code, findings, of: (name: string) => findings.filter(({ check }) => check === name) };
}

const problemsOf = (findings: readonly Diagnosed[]) =>
  findings.filter(({ level }) => level === 'problem');

describe('memo doctor', () => {
  it('finds nothing wrong where nothing is, and leaves nothing in the bucket', async () => {
    const { code, findings, of } = await doctor();
    expect(problemsOf(findings)).toEqual([]);
    expect(code).toBe(0);
    expect(of('storage').map(({ text }) => text)).toEqual([
      'Objects can be written, read and listed.',
      expect.stringContaining('Presigned addresses are answered by 127.0.0.1'),
      'Objects can be deleted.',
    ]);
    expect(of('database').map(({ text }) => text)).toContain(
      'The tables are those of this release.',
    );
    expect(of('engines')).toEqual([
      { check: 'engines', level: 'ok', text: expect.stringContaining('Google Gemini') },
    ]);
  });

  const nowhere = 'http://127.0.0.1:1';
  it.each([
    ['settings', { JWT_SECRET: 'short' }, 'JWT_SECRET'],
    ['database', { DATABASE_URL: 'postgres://memo:hunter22@127.0.0.1:1/memo' }, 'ECONNREFUSED'],
    ['replica', { DATABASE_READ_URL: 'postgres://memo:hunter22@127.0.0.1:1/memo' }, 'ECONNREFUSED'],
    ['redis', { REDIS_URL: 'redis://:hunter22@127.0.0.1:1' }, 'ECONNREFUSED'],
    ['storage', { S3_BUCKET_NAME: 'another' }, 'bucket "another" cannot be used'],
    ['storage', { AWS_SECRET_ACCESS_KEY: 'hunter22' }, 's3:PutObject'],
    ['storage', { S3_ENDPOINT: nowhere }, 'does not answer'],
    ['engines', { GEMINI_KEY: 'hunter22' }, 'refuses the API key; set GEMINI_KEY'],
    ['engines', { GEMINI_BASE_URL: nowhere }, 'GEMINI_BASE_URL'],
    ['engines', { GEMINI_TEXT_MODEL: 'gone-3' }, 'no model gone-3; correct GEMINI_TEXT_MODEL'],
    ['ffmpeg', { FFMPEG_PATH: '/nowhere/ffmpeg' }, 'FFMPEG_PATH'],
    ['dashboard', { DASHBOARD_BASE_URL: nowhere }, 'DASHBOARD_BASE_URL'],
    ['tracing', { OTEL_EXPORTER_OTLP_ENDPOINT: nowhere }, 'OTEL_EXPORTER_OTLP_ENDPOINT'],
  ])(
    'says in words what is wrong with %s, asks the rest as well, and fails: %j',
    async (name, wrong, words) => {
      const { code, findings, of } = await doctor(wrong);
      expect(code).toBe(1);
      expect(problemsOf(of(name)).map(({ text }) => text)).toEqual([
        expect.stringContaining(words),
      ]);
      expect(problemsOf(findings.filter(({ check }) => check !== name))).toEqual([]);
    },
  );

  it('says that a database was not migrated, and that a server is no replica of it', async () => {
    const raw = await doctor({ DATABASE_URL: empty.url });
    expect(problemsOf(raw.of('database'))).toEqual([
      expect.objectContaining({ text: expect.stringContaining('have not run') }),
    ]);
    const itself = await doctor({ DATABASE_READ_URL: database.url });
    expect(problemsOf(itself.of('replica'))).toEqual([
      expect.objectContaining({ text: expect.stringContaining('no physical replica') }),
    ]);
  });

  it('says that a later release has migrated', async () => {
    const { dataSource } = database;
    await dataSource.query(
      `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Later9999999999999')`,
    );
    const { code, of } = await doctor();
    await dataSource.query(`DELETE FROM migrations WHERE name = 'Later9999999999999'`);
    expect(code).toBe(0);
    expect(
      of('database')
        .map(({ text }) => text)
        .join(),
    ).toContain('Later9999999999999');
  });

  it('names the tables that the role may not write', async () => {
    const role = `memo_reader_${process.pid}`;
    const { dataSource } = database;
    await dataSource.query(
      `CREATE ROLE ${role} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`,
    );
    const url = new URL(database.url);
    url.username = role;
    const { of } = await doctor({ DATABASE_URL: url.href });
    await dataSource.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    expect(problemsOf(of('database'))).toEqual([
      expect.objectContaining({
        text: expect.stringMatching(/may not read and write: .*meetings/),
      }),
    ]);
  });

  it('says that Redis would drop queues when it is full', async () => {
    await redis.client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const { code, of } = await doctor();
    await redis.client.config('SET', 'maxmemory-policy', 'noeviction');
    expect(code).toBe(1);
    expect(problemsOf(of('redis')).map(({ text }) => text)).toEqual([
      expect.stringContaining('allkeys-lru'),
    ]);
  });

  it('says that players do not reach the storage from here, which may be right', async () => {
    const { code, of } = await doctor({ S3_PUBLIC_ENDPOINT: nowhere });
    expect(code).toBe(0);
    expect(of('storage').filter(({ level }) => level === 'advice')).toEqual([
      expect.objectContaining({ text: expect.stringContaining('127.0.0.1:1 cannot be reached') }),
    ]);
  });

  it('sends the collector no trace, with the headers that it wants, and names them where it refuses', async () => {
    const server = createServer((request, response) => {
      const isOurs = request.headers.authorization === `Bearer ${secret}`;
      response.writeHead(isOurs && request.url === '/v1/traces' ? 200 : 401).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const asked = (token: string) =>
      doctor({
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${token}`,
      });
    expect((await asked(secret)).of('tracing')).toMatchObject([{ level: 'ok' }]);
    expect((await asked('hunter22')).of('tracing')).toMatchObject([
      { level: 'problem', text: expect.stringContaining('OTEL_EXPORTER_OTLP_HEADERS') },
    ]);
    server.close();
    await once(server, 'close');
  });

  it('asks nothing of this machine on behalf of an app that runs on another', async () => {
    const given = { ...settings(), FFMPEG_PATH: '/nowhere/ffmpeg' };
    const { code, stdout } = await memo(['doctor', '--json'], '', given, () => false);
    const { findings } = JSON.parse(stdout) as { findings: Diagnosed[] };
    const ofMachine = findings.filter(({ check }) => ['ffmpeg', 'disk', 'fonts'].includes(check));
    expect(ofMachine.map(({ check, level }) => `${check} ${level}`)).toEqual([
      ...['ffmpeg not asked', 'disk not asked', 'fonts not asked'],
    ]);
    expect(code).toBe(0);
  });

  it('asks on behalf of one app what that one needs, with its settings', async () => {
    const { findings, code } = await doctor(
      { JWT_SECRET: '', S3_BUCKET_NAME: '' },
      ...['--app', 'analytics-worker'],
    );
    expect(code).toBe(0);
    expect([...new Set(findings.map(({ check }) => check))]).toEqual([
      'settings',
      'database',
      'redis',
    ]);
  });
});
