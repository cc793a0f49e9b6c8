import { PassThrough, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutParts } from './parts.ts';

async function collectParts(
  body: Readable,
  partBytes: number,
  firstBytes = partBytes,
): Promise<Buffer[]> {
  const parts: Buffer[] = [];
  const nextBuffer = () => Promise.resolve(Buffer.alloc(firstBytes));
  for await (const part of cutParts(body, partBytes, nextBuffer)) parts.push(part);
  return parts;
}

describe('cutting a stream into parts', () => {
  it('keeps every byte in order, and only the last part is short', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 40 })),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 64 }),
        async (chunks, partBytes, firstBytes) => {
          const whole = Buffer.concat(chunks);
          const begun = Math.min(firstBytes, partBytes);
          const parts = await collectParts(Readable.from(chunks), partBytes, begun);
          expect(Buffer.concat(parts)).toEqual(whole);
          expect(parts).toHaveLength(Math.max(1, Math.ceil(whole.length / partBytes)));
          for (const part of parts.slice(0, -1)) expect(part).toHaveLength(partBytes);
        },
      ),
    );
  });

  it('makes few large parts of many small chunks', async () => {
    const chunks = Array.from({ length: 2_500 }, () => Buffer.alloc(1024, 'm'));
    const parts = await collectParts(Readable.from(chunks), 1024 * 1024);
    expect(parts.map((part) => part.length)).toEqual([1_048_576, 1_048_576, 462_848]);
  });

  it('holds no more than twice what has come', async () => {
    const [last] = await collectParts(Readable.from([Buffer.alloc(700)]), 1024 * 1024, 64);
    expect(last?.buffer.byteLength).toBe(1_024);
  });

  it('lets its stream wait while no buffer is free', async () => {
    let chunksRead = 0;
    const endless = function* () {
      for (;;) {
        chunksRead += 1;
        yield Buffer.alloc(4);
      }
    };
    const body = Readable.from(endless(), { highWaterMark: 1 });
    const freed = Promise.withResolvers<Buffer>();
    const buffers = [Promise.resolve(Buffer.alloc(4)), freed.promise];
    const parts = cutParts(body, 4, () => buffers.shift() ?? freed.promise);
    await parts.next();
    const second = parts.next();
    await setImmediate();
    expect(chunksRead).toBeLessThan(5);
    freed.resolve(Buffer.alloc(4));
    expect((await second).value).toHaveLength(4);
    body.destroy();
  });

  it('fails as its stream fails', async () => {
    const failure = new Error('the microphone is gone');
    const body = new PassThrough();
    body.write('some');
    body.destroy(failure);
    await expect(collectParts(body, 16)).rejects.toBe(failure);
  });

  it('fails when its stream is cut off without an error', async () => {
    const body = new PassThrough();
    body.write('some');
    body.destroy();
    await expect(collectParts(body, 16)).rejects.toMatchObject({
      code: 'ERR_STREAM_PREMATURE_CLOSE',
    });
  });
});
