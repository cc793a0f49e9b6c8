import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSecrets } from './secrets.ts';

describe('the secrets of a data directory', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'memo-secrets-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('are made once and are the same at every later start', async () => {
    const first = await loadSecrets(directory);
    expect(first.jwtSecret).toMatch(/^[0-9a-f]{64}$/);
    expect(await loadSecrets(directory)).toEqual(first);
  });

  it('can be read by their owner alone', async () => {
    await loadSecrets(directory);
    expect((await stat(join(directory, 'secrets.json'))).mode & 0o777).toBe(0o600);
  });

  it('gain what a newer version needs and keep the rest', async () => {
    const { jwtSecret } = await loadSecrets(directory);
    const path = join(directory, 'secrets.json');
    await writeFile(path, JSON.stringify({ jwtSecret }));
    const completed = await loadSecrets(directory);
    expect(completed.jwtSecret).toBe(jwtSecret);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(completed);
  });

  it('are not replaced when the file is damaged', async () => {
    await writeFile(join(directory, 'secrets.json'), '{"jwtSecret": "ab');
    await expect(loadSecrets(directory)).rejects.toThrow('is not valid JSON');
  });
});
