import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startS3, type TestS3 } from '@memo/testing/s3';
import { createBucket } from './s3-bucket.ts';
import { allowOrigins } from './s3-cors.ts';
import { createS3Storage } from './s3-storage.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

it('a bucket is made once, and keeps what is in it when it is asked for again', async () => {
  const options = { ...s3, bucket: 'made' };
  expect(await createBucket(options)).toBe(true);
  const storage = createS3Storage(options);
  await storage.putText('meetings/audio/a', 'kept', 'text/plain');
  expect(await createBucket(options)).toBe(false);
  expect(await storage.getText('meetings/audio/a')).toBe('kept');
  storage.close();
});

it('a bucket that the key may not make is told of as a setting that is wrong', async () => {
  const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'another' };
  await expect(createBucket({ ...s3, bucket: 'refused', credentials })).rejects.toMatchObject({
    kind: 'misconfigured',
  });
});

it('pages of the origins that a bucket allows may write to a presigned address and read its ETag; others may not', async () => {
  const options = { ...s3, bucket: 'pages' };
  await createBucket(options);
  const storage = createS3Storage(options);
  const { url } = await storage.presignPut('a', {
    ...{ expiresInSeconds: 60, contentType: 'audio/wav', sizeBytes: 1, sha256: '0'.repeat(64) },
  });
  storage.close();
  const ask = (origin: string) =>
    fetch(url, {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'PUT',
        'Access-Control-Request-Headers': 'content-type,x-amz-checksum-sha256',
      },
    });
  const page = 'https://app.example.com';
  expect((await ask(page)).status).toBe(403);
  // As people write it.
  expect(await allowOrigins(options, [`${page}/`, 'https://other.example.com'])).toBe(true);
  const answer = await ask(page);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('access-control-allow-methods')).toBe('GET, HEAD, PUT');
  expect((await ask('https://evil.example')).status).toBe(403);
  const sent = await fetch(url, { method: 'PUT', headers: { Origin: page }, body: 'x' });
  expect(sent.headers.get('access-control-expose-headers')).toBe('ETag');
});

it('a bucket whose server is away is told of, and one that may not be changed', async () => {
  await expect(
    allowOrigins({ ...s3, endpoint: 'http://127.0.0.1:1' }, ['*']),
  ).rejects.toMatchObject({ kind: 'unavailable' });
  const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'another' };
  await expect(allowOrigins({ ...s3, credentials }, ['*'])).rejects.toMatchObject({
    kind: 'misconfigured',
  });
});

it('a server that knows no CORS rules is no failure', async () => {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(501).end());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const options = { ...s3, endpoint: `http://127.0.0.1:${port}` };
  expect(await allowOrigins(options, ['*'])).toBe(false);
  server.closeAllConnections();
  server.close();
});
