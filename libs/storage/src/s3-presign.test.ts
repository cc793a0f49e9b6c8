import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startS3, type TestS3 } from '@memo/testing/s3';
import { createS3Storage, type S3Storage } from './s3-storage.ts';

const key = 'meetings/audio/a b+c.mp3';
const options = {
  expiresInSeconds: 3_600,
  signedAt: new Date(),
  contentType: 'audio/mpeg',
  contentDisposition: `attachment; filename="Q4.mp3"; filename*=UTF-8''Q4%20%E2%98%83.mp3`,
};

let s3: TestS3;
let storage: S3Storage;

beforeAll(async () => {
  s3 = await startS3();
  storage = createS3Storage(s3);
  await storage.putText(key, 'sound', 'text/plain');
});

afterAll(async () => {
  storage.close();
  await s3.close();
});

it('a presigned address reads the object without credentials, under the headers it was signed with', async () => {
  const { url } = await storage.presignGet(key, options);
  const answer = await fetch(url);
  expect(await answer.text()).toBe('sound');
  expect(answer.headers.get('content-type')).toBe('audio/mpeg');
  expect(answer.headers.get('content-disposition')).toBe(options.contentDisposition);
});

it('a presigned address that was changed is worth nothing', async () => {
  const { url } = await storage.presignGet(key, options);
  const longer = new URL(url);
  longer.searchParams.set('X-Amz-Expires', '7200');
  expect((await fetch(longer)).status).toBe(403);
});

it('a presigned address is the same when it is signed for the same moment', async () => {
  const [one, other] = [
    await storage.presignGet(key, options),
    await storage.presignGet(key, options),
  ];
  expect(one).toEqual(other);
  const expiry = Math.floor(options.signedAt.getTime() / 1_000 + 3_600) * 1_000;
  expect(one.expiresAt).toEqual(new Date(expiry));
});

it('a presigned address begins with the endpoint that clients reach', async () => {
  const behind = createS3Storage({
    ...s3,
    endpoint: 'http://127.0.0.1:1',
    publicEndpoint: s3.endpoint,
  });
  const { url } = await behind.presignGet(key, options);
  expect(await (await fetch(url)).text()).toBe('sound');
  behind.close();
});

describe('a presigned address to write', () => {
  const sound = Buffer.from('sound');
  const upload = {
    expiresInSeconds: 60,
    contentType: 'audio/mpeg',
    sizeBytes: sound.length,
    sha256: createHash('sha256').update(sound).digest('hex'),
  };
  const send = (url: string | URL, headers: Readonly<Record<string, string>>, body = sound) =>
    fetch(url, { method: 'PUT', headers, body }).then(({ status }) => status);

  it('takes these bytes without credentials, under its headers', async () => {
    const { url, headers, expiresAt } = await storage.presignPut('brought', upload);
    expect(headers).toEqual({
      'Content-Type': 'audio/mpeg',
      'Content-Length': '5',
      'x-amz-checksum-sha256': createHash('sha256').update(sound).digest('base64'),
    });
    expect(Math.abs(expiresAt.getTime() - Date.now() - 60_000)).toBeLessThan(10_000);
    expect(await send(url, headers)).toBe(200);
    expect(await storage.getText('brought')).toBe('sound');
  });

  it('signs length, type and checksum, which the server compares', async () => {
    const { url, headers } = await storage.presignPut('refused', upload);
    const signed = new URL(url).searchParams.get('X-Amz-SignedHeaders');
    expect(signed).toBe('content-length;content-type;host;x-amz-checksum-sha256');
    const longer = Buffer.from('sounds');
    expect(await send(url, { ...headers, 'Content-Length': '6' }, longer)).toBe(403);
    expect(await send(url, { ...headers, 'Content-Type': 'text/html' })).toBe(403);
    expect(await send(url, { ...headers, 'x-amz-checksum-sha256': 'x' })).toBe(403);
    const elsewhere = new URL(url);
    elsewhere.pathname = elsewhere.pathname.replace('refused', 'brought');
    expect(await send(elsewhere, headers)).toBe(403);
    expect(await storage.getText('refused')).toBeNull();
  });

  it('names the headers of an encrypted bucket, too', async () => {
    const encryption = { algorithm: 'aws:kms', kmsKeyId: 'a-key' } as const;
    const encrypted = createS3Storage({ ...s3, encryption });
    const { url, headers } = await encrypted.presignPut('encrypted', upload);
    expect(headers).toMatchObject({
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'a-key',
    });
    expect(await send(url, headers)).toBe(200);
    expect(await send(url, { ...headers, 'x-amz-server-side-encryption': 'AES256' })).toBe(403);
    encrypted.close();
  });
});
