import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as client from '@prometheus-io/client';
import { scratchMetrics } from './families/scratch-metrics.ts';
import { createInstruments } from './instruments.ts';
import { scratchRoom } from './scratch-room.ts';

const mebibyte = 1024 ** 2;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memo-room-'));
});
afterEach(() => rm(directory, { recursive: true }));

const write = async (name: string, mebibytes: number) => {
  await mkdir(join(directory, 'memo-1'), { recursive: true });
  await writeFile(join(directory, name), Buffer.alloc(mebibytes * mebibyte, 1));
};

describe('the room for temporary files', () => {
  it('is what is left of the limit of a volume, whatever its disk has, in folders too', async () => {
    expect(await scratchRoom(directory, 10 * mebibyte)).toEqual({
      size: 10 * mebibyte,
      free: 10 * mebibyte,
    });
    await write('a.wav', 2);
    await write('memo-1/b.wav', 3);
    const { free } = await scratchRoom(directory, 10 * mebibyte);
    expect(Math.round(free / mebibyte)).toBe(5);
    expect((await scratchRoom(directory, 4 * mebibyte)).free).toBe(0);
  });

  it('is told to Prometheus', async () => {
    await write('a.wav', 2);
    const instruments = createInstruments(client);
    scratchMetrics(instruments, 4 * mebibyte, directory);
    const text = await instruments.registry.metrics();
    expect(text).toMatch(/^memo_scratch_bytes\{kind="size"\} 4194304$/m);
    expect(text).toMatch(/^memo_scratch_bytes\{kind="free"\} 209\d{4}$/m);
  });

  it('is that of the disk where there is no limit, or one that the disk cannot keep', async () => {
    const { blocks, bsize } = await statfs(directory);
    for (const limit of [null, 2 ** 60]) {
      const { size, free } = await scratchRoom(directory, limit);
      expect(size).toBe(blocks * bsize);
      expect(free).toBeLessThanOrEqual(size);
    }
  });
});
