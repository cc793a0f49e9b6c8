import { afterAll, beforeAll, expect, it } from '@jest/globals';
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
