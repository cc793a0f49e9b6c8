import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { corsRule, createS3Storage } from '@memo/storage';
import getPort from 'get-port';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { startChild, type Child } from '../processes/child.ts';
import { s3Part } from './s3.ts';

const credentials = { accessKeyId: 'OURS', secretAccessKey: 'a secret of this directory' };

const page = 'https://app.example.com';

let directory: string;
let server: Child;
let options: Parameters<typeof s3Part>[0];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memo-s3-server-'));
  const cors = corsRule([page]);
  options = {
    directory,
    bucket: 'memo',
    port: await getPort(),
    credentials,
    publicHosts: [],
    cors,
  };
  const logPath = join(directory, 'log');
  server = await startChild(s3Part(options, { environment: {}, logPath }));
  await server.answered;
});
afterAll(async () => {
  process.kill(server.pid, 'SIGKILL');
  await server.exited;
  await rm(directory, { recursive: true });
});

const storageWith = (keys: typeof credentials) =>
  createS3Storage({
    bucket: 'memo',
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${options.port}`,
    credentials: keys,
  });

const contentType = 'audio/mp4';

it('the S3 server of npm start does all that Memo asks of one, for the key of its data directory', async () => {
  const storage = storageWith(credentials);
  await storage.ping();
  // In parts, and one upload that is given up.
  const large = Buffer.alloc(6 * 1024 * 1024, 'a');
  await storage.put('meetings/audio/large.m4a', Readable.from([large]), { contentType });
  const broken = Readable.from(breakingOff(large));
  await expect(storage.put('meetings/audio/given-up.m4a', broken, { contentType })).rejects.toThrow(
    'broke off',
  );
  expect(await readdir(join(directory, 'memo', '._S3rver_uploads')).catch(() => [])).toEqual([]);
  await storage.putText('meetings/audio/a.json', '{}', 'application/json');
  expect(await storage.listKeys('meetings/')).toEqual([
    'meetings/audio/a.json',
    'meetings/audio/large.m4a',
  ]);
  const { url } = await storage.presignGet('meetings/audio/a.json', {
    expiresInSeconds: 60,
    signedAt: new Date(),
    contentType,
    contentDisposition: `attachment; filename*=UTF-8''(it's).m4a`,
  });
  const answer = await fetch(url);
  expect(answer.headers.get('content-type')).toBe(contentType);
  expect(await answer.text()).toBe('{}');
  // A presigned address is for one object, one method and one time.
  const other = url.replace('a.json', 'large.m4a');
  const longer = url.replace('Expires=60', 'Expires=6000');
  for (const address of [other, longer]) expect((await fetch(address)).status).toBe(403);
  expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
  await storage.delete(['meetings/audio/a.json']);
  expect(await storage.getText('meetings/audio/a.json')).toBeNull();
  storage.close();
});

it('the S3 server of npm start takes a recording from a page of CORS_ORIGINS, and tells it its ETag', async () => {
  const storage = storageWith(credentials);
  const key = 'meetings/audio/brought.m4a';
  const sha256 = createHash('sha256').update('sound').digest('hex');
  const { url, headers } = await storage.presignPut(key, {
    ...{ expiresInSeconds: 60, contentType, sizeBytes: 5, sha256 },
  });
  const ask = (origin: string) => {
    const asked = Object.keys(headers).filter((name) => name !== 'Content-Length');
    const question = {
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': asked.join(','),
    };
    return fetch(url, { method: 'OPTIONS', headers: { Origin: origin, ...question } });
  };
  expect((await ask(page)).status).toBe(200);
  expect((await ask('https://evil.example')).status).toBe(403);
  const sent = await fetch(url, {
    method: 'PUT',
    headers: { ...headers, Origin: page },
    body: 'sound',
  });
  expect(sent.status).toBe(200);
  expect(sent.headers.get('access-control-allow-origin')).toBe(page);
  expect(sent.headers.get('access-control-expose-headers')).toBe('ETag');
  expect(await storage.getText(key)).toBe('sound');
  storage.close();
});

function* breakingOff(bytes: Buffer) {
  yield bytes;
  throw new Error('broke off');
}

it.each([
  { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
  { ...credentials, secretAccessKey: 'another' },
  { ...credentials, accessKeyId: 'ANOTHER' },
])('the S3 server of npm start refuses another key: %p', async (keys) => {
  const storage = storageWith(keys);
  await expect(
    storage.putText('meetings/audio/planted.json', '{}', contentType),
  ).rejects.toMatchObject({ kind: 'misconfigured' });
  await expect(storage.listKeys('')).rejects.toMatchObject({ kind: 'misconfigured' });
  storage.close();
  expect(await readdir(join(directory, 'memo'), { recursive: true })).not.toContainEqual(
    expect.stringContaining('planted'),
  );
});

it('the S3 server of npm start refuses a stranger before it looks for files', async () => {
  const address = `http://127.0.0.1:${options.port}`;
  for (const path of ['/', '/memo', '/memo/a', '/memo/%2e%2e%2f%2e%2e%2fa']) {
    const answer = await fetch(address + path, { method: 'PUT', body: 'x' });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('AccessDenied');
  }
  const form = new FormData();
  form.set('key', '../../planted');
  form.set('file', new Blob(['x']));
  expect((await fetch(`${address}/memo`, { method: 'POST', body: form })).status).toBe(403);
  expect(await readdir(join(directory, '..'))).not.toContain('planted._S3rver_object');
});
