import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startS3, type TestS3 } from '@memo/testing/s3';
import { createS3Storage, type S3Storage } from './s3-storage.ts';

const audio = { contentType: 'audio/mpeg' };
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('object storage', () => {
  let s3: TestS3;
  let storage: S3Storage;
  let directory: string;

  beforeAll(async () => {
    s3 = await startS3();
    storage = createS3Storage(s3);
    directory = await mkdtemp(join(tmpdir(), 'memo-storage-'));
  });

  afterAll(async () => {
    storage.close();
    await s3.close();
    await rm(directory, { recursive: true });
  });

  it('gives back the bytes of an upload of many parts, and knows their size and hash', async () => {
    const recording = randomBytes(27_000_001);
    const chunks = Array.from({ length: Math.ceil(recording.length / 65_537) }, (_, index) =>
      recording.subarray(index * 65_537, (index + 1) * 65_537),
    );
    const stored = await storage.put('meetings/audio/many-parts.mp3', Readable.from(chunks), audio);
    expect(stored).toEqual({
      key: 'meetings/audio/many-parts.mp3',
      sizeBytes: 27_000_001,
      sha256: sha256(recording),
    });
    const answer = await buffer(await storage.get('meetings/audio/many-parts.mp3'));
    expect(sha256(answer)).toBe(sha256(recording));
    expect(await s3.openUploads()).toEqual([]);
  });

  it.each([0, 1, 5_242_880, 5_242_881])('stores an object of %i bytes', async (sizeBytes) => {
    const bytes = randomBytes(sizeBytes);
    const stored = await storage.put('sizes/object', Readable.from([bytes]), audio);
    expect(stored).toMatchObject({ sizeBytes, sha256: sha256(bytes) });
    expect(bytes.equals(await buffer(await storage.get('sizes/object')))).toBe(true);
  });

  it('carries a local file into storage and back', async () => {
    const [from, to] = [join(directory, 'from.wav'), join(directory, 'to.wav')];
    const bytes = randomBytes(6_000_000);
    await writeFile(from, bytes);
    const stored = await storage.upload(from, 'files/a.wav', { contentType: 'audio/wav' });
    expect(stored).toMatchObject({ sizeBytes: 6_000_000, sha256: sha256(bytes) });
    await storage.download('files/a.wav', to);
    expect(bytes.equals(await readFile(to))).toBe(true);
  });

  it('keeps small texts in any language', async () => {
    await storage.putText('answers/1.json', '{"text":"Привет, Memo"}', 'application/json');
    expect(await storage.getText('answers/1.json')).toBe('{"text":"Привет, Memo"}');
    expect(await storage.getText('answers/none.json')).toBeNull();
  });

  it('says that an object is missing', async () => {
    const missing = { kind: 'not_found', code: 'object_missing' };
    await expect(storage.get('no/such/object')).rejects.toMatchObject(missing);
    await expect(storage.head('no/such/object')).rejects.toMatchObject(missing);
    await expect(storage.download('no/such/object', join(directory, 'none'))).rejects.toMatchObject(
      missing,
    );
  });

  it.each([
    [0, 0],
    [0, 66_000],
    [1, 66_000],
    [69_999, 69_999],
  ])('gives back the bytes %i to %i of an object', async (start, end) => {
    const bytes = randomBytes(70_000);
    await storage.put('parts/a.mp3', Readable.from([bytes]), audio);
    const answer = await buffer(await storage.get('parts/a.mp3', { range: { start, end } }));
    expect(answer.equals(bytes.subarray(start, end + 1))).toBe(true);
  });

  it('tells size and version of an object without its bytes', async () => {
    await storage.putText('versions/1.txt', 'one', 'text/plain');
    const head = await storage.head('versions/1.txt');
    expect(head).toEqual({ sizeBytes: 3, etag: expect.stringMatching(/^"\w+"$/) });
    await storage.putText('versions/1.txt', 'two', 'text/plain');
    expect((await storage.head('versions/1.txt')).etag).not.toBe(head.etag);
    // What is read on is never another version than what was begun.
    await expect(storage.get('versions/1.txt', { etag: head.etag })).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  it('lists every key of a prefix, also beyond one page', async () => {
    const keys = Array.from({ length: 1_001 }, (_, index) => `listed/${1_000 + index}.txt`);
    for (let start = 0; start < keys.length; start += 20) {
      const some = keys.slice(start, start + 20);
      await Promise.all(some.map((key) => storage.putText(key, '', 'text/plain')));
    }
    await storage.putText('listed-not.txt', '', 'text/plain');
    expect((await storage.listKeys('listed/')).sort()).toEqual(keys);
  });

  it('deletes what is there and minds nothing that is not', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `deleted/${index}.txt`);
    for (const key of keys) await storage.putText(key, '', 'text/plain');
    await storage.delete(['deleted/never-there.txt', ...keys]);
    expect(await storage.listKeys('deleted/')).toEqual([]);
    await storage.delete(keys);
  });

  it('is ready when its bucket answers', async () => {
    await expect(storage.ping()).resolves.toBeUndefined();
  });

  it.each([
    ['an unknown bucket', { bucket: 'not-there' }],
    ['a wrong secret', { credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'wrong' } }],
  ])('names the bucket to repair for %s', async (_, wrong) => {
    const options = { ...s3, ...wrong };
    const broken = createS3Storage(options);
    const expected = {
      kind: 'misconfigured',
      message: expect.stringContaining(`"${options.bucket}"`),
    };
    await expect(broken.ping()).rejects.toMatchObject(expected);
    await expect(broken.getText('some.json')).rejects.toMatchObject(expected);
    await expect(broken.put('some.mp3', Readable.from(['x']), audio)).rejects.toMatchObject(
      expected,
    );
    broken.close();
  });

  it('is unavailable when nobody answers', async () => {
    const gone = await startS3();
    await gone.close();
    const broken = createS3Storage(gone);
    await expect(broken.ping()).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(broken.get('some.mp3')).rejects.toMatchObject({ kind: 'unavailable' });
    broken.close();
  });

  it('never takes half a download for a whole one', async () => {
    const failing = await startS3();
    const client = createS3Storage(failing);
    await client.put('long.wav', Readable.from([randomBytes(30_000_000)]), audio);
    const download = Promise.allSettled([buffer(await client.get('long.wav'))]);
    await failing.close();
    expect(await download).toMatchObject([{ reason: { kind: 'unavailable' } }]);
    client.close();
  });

  it('serves an upload while many readers are slow', async () => {
    await storage.put('slow.wav', Readable.from([randomBytes(2_000_000)]), audio);
    const readers = await Promise.all(Array.from({ length: 60 }, () => storage.get('slow.wav')));
    await storage.putText('quick.txt', 'quick', 'text/plain');
    expect(await text(await storage.get('quick.txt'))).toBe('quick');
    expect(readers.filter(({ readableEnded }) => readableEnded)).toEqual([]);
    for (const reader of readers) reader.destroy();
  });

  it('stops a download at its signal', async () => {
    const cancelled = new AbortController();
    await storage.put('long.wav', Readable.from([randomBytes(30_000_000)]), audio);
    const download = await storage.get('long.wav', { signal: cancelled.signal });
    cancelled.abort();
    await expect(buffer(download)).rejects.toMatchObject({ name: 'AbortError' });
    await expect(storage.get('long.wav', { signal: cancelled.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
