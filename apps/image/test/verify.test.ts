import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { verifyImages } from '../src/verify.ts';

const repository = join(import.meta.dirname, '../../..');

/** Of the Dockerfile with one line changed: what is said of the smallest of the images. */
async function verifyWith(line: string, changed = line): Promise<string> {
  const text = await readFile(join(repository, 'Dockerfile'), 'utf8');
  expect(text).toContain(line);
  return verifyImages({
    repository,
    dockerfile: text.replaceAll(line, changed),
    wanted: ['memo'],
    notify: () => undefined,
  });
}

const builds = 'RUN node apps/build/src/main.ts --apps /built';

it('an image is made, and starts', async () => {
  expect(await verifyWith(builds)).toMatch(/^memo +[\d.]+ MiB +[\d.]+ MiB +[\d.]+ s +tini$/m);
}, 900_000);

it('an image whose build lacks what it is made of is none', async () => {
  const broken = verifyWith('COPY . .\nRUN node', 'COPY libs libs\nRUN node');
  await expect(broken).rejects.toThrow(/line \d+: RUN failed: .*apps\/build\/src\/main\.ts/s);
}, 900_000);

it('an image that lacks a file at run time does not pass', async () => {
  const broken = verifyWith(builds, `${builds} && rm /built/cli/libs/config/src/environment.js`);
  await expect(broken).rejects.toThrow(/memo ended with 1:.*environment\.js/s);
}, 900_000);
