import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const main = join(import.meta.dirname, 'main.ts');
const repository = join(import.meta.dirname, '../../..');

it('verify:image ends with 1, and says why, for a Dockerfile that is wrong', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'memo-dockerfile-'));
  try {
    const dockerfile = join(directory, 'Dockerfile');
    const text = await readFile(join(repository, 'Dockerfile'), 'utf8');
    await writeFile(dockerfile, text.replaceAll('"apps/cli/main.js"', '"apps/cli/index.js"'));
    const command = ['--import', 'tsx', main, '--dockerfile', dockerfile, 'memo'];
    const why = process.getuid?.() === 0 ? 'memo: apps/cli/main.js is not started' : 'needs root';
    await expect(promisify(execFile)(process.execPath, command)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(why),
    });
  } finally {
    await rm(directory, { recursive: true });
  }
});
