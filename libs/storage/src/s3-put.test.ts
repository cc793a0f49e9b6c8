import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@memo/errors';
import { waitFor } from '@memo/testing';
import { startS3, type TestS3 } from '@memo/testing/s3';
import { createS3Storage, type S3Storage } from './s3-storage.ts';

const audio = { contentType: 'audio/mpeg' };
const moreThanOnePart = randomBytes(6_000_000);

describe('an upload that does not reach its end', () => {
  let s3: TestS3;
  let storage: S3Storage;

  beforeEach(async () => {
    s3 = await startS3();
    storage = createS3Storage(s3);
  });

  afterEach(async () => {
    storage.close();
    await s3.close();
  });

  const uploadIsOpen = () =>
    waitFor('an open upload', async () => (await s3.openUploads()).length === 1);

  async function expectNothingStored(): Promise<void> {
    expect(await s3.openUploads()).toEqual([]);
    expect(await storage.listKeys('')).toEqual([]);
  }

  it('fails with its source’s own error and leaves nothing', async () => {
    const tooLarge = new AppError('too_large', 'The recording is larger than 50 MB.');
    const body = new PassThrough();
    const put = storage.put('a.mp3', body, audio);
    body.write(moreThanOnePart);
    await uploadIsOpen();
    body.destroy(tooLarge);
    await expect(put).rejects.toBe(tooLarge);
    await expectNothingStored();
  });

  it('holds little while little of it has come', async () => {
    const held = Array.from({ length: 20 }, () => new PassThrough());
    const before = process.memoryUsage().arrayBuffers;
    const puts = held.map((body, index) => storage.put(`${index}.mp3`, body, audio));
    for (const body of held) body.write(Buffer.alloc(1_000));
    await waitFor('all to be read', () => held.every((body) => body.readableLength === 0));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
    for (const body of held) body.destroy();
    await Promise.allSettled(puts);
    await expectNothingStored();
  });

  it('stores nothing when the client goes away without a word', async () => {
    const body = new PassThrough();
    const put = storage.put('a.mp3', body, audio);
    body.write('the first words');
    body.destroy();
    await expect(put).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
    await expectNothingStored();
  });

  it('stops at its signal while the source is silent, and leaves nothing', async () => {
    const cancelled = new AbortController();
    const body = new PassThrough();
    const put = storage.put('a.mp3', body, { ...audio, signal: cancelled.signal });
    body.write(moreThanOnePart);
    await uploadIsOpen();
    const reason = new AppError('timeout', 'The upload took too long.');
    cancelled.abort(reason);
    await expect(put).rejects.toBe(reason);
    expect(body.destroyed).toBe(true);
    await expectNothingStored();
  });

  it('does not begin when its signal has fired before', async () => {
    const body = new PassThrough();
    const put = storage.put('a.mp3', body, { ...audio, signal: AbortSignal.abort() });
    await expect(put).rejects.toMatchObject({ name: 'AbortError' });
    expect(body.destroyed).toBe(true);
    await expectNothingStored();
  });

  it('is unavailable, and lets its source go, when the storage goes away', async () => {
    const body = new PassThrough();
    const put = Promise.allSettled([storage.put('a.mp3', body, audio)]);
    body.write(moreThanOnePart);
    await uploadIsOpen();
    await s3.close();
    body.write(moreThanOnePart);
    expect(await put).toMatchObject([{ reason: { kind: 'unavailable' } }]);
    expect(body.destroyed).toBe(true);
  });
});
