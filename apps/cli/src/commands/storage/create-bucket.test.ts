import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startS3, type TestS3 } from '@memo/testing/s3';
import { memo } from '../../../test/memo.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

const page = 'https://app.example.com';

async function createBucket(settings: Record<string, string> = {}) {
  const ended = await memo(['storage', 'create-bucket', '--json'], 'postgres://nowhere', {
    S3_ENDPOINT: s3.endpoint,
    S3_BUCKET_NAME: 'made',
    AWS_REGION: s3.region,
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    ...settings,
  });
  return { code: ended.code, said: JSON.parse(ended.stdout) as object };
}

/** Whether a browser may go on that asks for a page. */
async function mayWrite(origin: string): Promise<boolean> {
  const { ok } = await fetch(`${s3.endpoint}/made/meetings/audio/a`, {
    method: 'OPTIONS',
    headers: { Origin: origin, 'Access-Control-Request-Method': 'PUT' },
  });
  return ok;
}

it('memo storage create-bucket makes the bucket, and lets the pages of CORS_ORIGINS write to it, also where it was there', async () => {
  expect(await createBucket()).toEqual({
    code: 0,
    said: { bucket: 'made', made: true, origins: [] },
  });
  expect(await mayWrite(page)).toBe(false);
  expect(await createBucket({ CORS_ORIGINS: `${page},http://localhost:3000` })).toEqual({
    code: 0,
    said: { bucket: 'made', made: false, origins: [page, 'http://localhost:3000'] },
  });
  expect(await mayWrite(page)).toBe(true);
  expect(await mayWrite('https://evil.example')).toBe(false);
});
