import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startS3, type TestS3 } from '@memo/testing/s3';
import { createBucket } from './s3-bucket.ts';
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
