import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { sweepScratch, withScratch } from './scratch.ts';

it('what a killed worker left is removed a day later, and nothing else', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'memo-sweep-'));
  const dayAgo = new Date(Date.now() - 24 * 3_600_000 - 1_000);
  for (const name of ['memo-scratch-old', 'memo-scratch-new', 'somebody-elses']) {
    await mkdir(join(parent, name, 'inside'), { recursive: true });
    if (name !== 'memo-scratch-new') await utimes(join(parent, name), dayAgo, dayAgo);
  }
  await sweepScratch(parent);
  expect((await readdir(parent)).sort()).toEqual(['memo-scratch-new', 'somebody-elses']);
  await rm(parent, { recursive: true });
});

it('a directory goes with the work that fails in it', async () => {
  let used = '';
  const work = withScratch((directory) => {
    used = directory;
    return Promise.reject(new Error('disk full'));
  });
  await expect(work).rejects.toThrow('disk full');
  await expect(readdir(used)).rejects.toThrow('ENOENT');
});
