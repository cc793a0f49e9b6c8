import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { verifyImages } from '../src/verify.ts';

const repository = join(import.meta.dirname, '../../..');

/** Of the Dockerfile with one thing changed: what the smallest of the images came to. */
async function verifyWith(line: string, changed: string): Promise<string> {
  const text = await readFile(join(repository, 'Dockerfile'), 'utf8');
  expect(text).toContain(line);
  return verifyImages({
    repository,
    dockerfile: text.replaceAll(line, changed),
    wanted: ['memo'],
    notify: () => undefined,
  });
}

it('an image is made and starts', async () => {
  expect(await verifyWith('CMD ["--help"]', 'CMD ["--help"]')).toMatch(/^memo +[\d.]+ MiB/m);
}, 300_000);

it.each([
  ['COPY . .\nRUN node', 'COPY libs libs\nRUN node', /line \d+: RUN failed: .*apps\/build/s],
  ['/built/cli ./\nHEALTHCHECK', '/built/cli/libs ./libs\nHEALTHCHECK', /memo: apps\/cli\/main.js/],
  ['"apps/cli/main.js"]', '"--input-type=none", "apps/cli/main.js"]', /memo ended with/],
  ['USER node\n\nFROM runtime AS api', 'USER root\n\nFROM runtime AS api', /run as node/],
])(
  'an image is not verified with %j written as %j',
  async (line, changed, problem) => {
    await expect(verifyWith(line, changed)).rejects.toThrow(problem);
  },
  300_000,
);
