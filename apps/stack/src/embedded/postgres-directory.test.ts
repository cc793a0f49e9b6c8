import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preparePostgresDirectory } from './postgres-directory.ts';

// Only root has to hand PostgreSQL to another user.
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

asRoot('the directory of PostgreSQL', () => {
  const stackId = `test-${process.pid}`;
  const elsewhere = `/var/lib/memo-${stackId}`;
  let parent: string;
  let notes: string[];
  const prepare = () =>
    preparePostgresDirectory({
      dataDir: join(parent, 'data'),
      stackId,
      notify: (note) => notes.push(note),
    });

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'memo-directory-'));
    notes = [];
  });
  afterEach(async () => {
    await rm(parent, { recursive: true });
    await rm(elsewhere, { recursive: true, force: true });
  });

  it('is in the data directory where its user can get there', async () => {
    await chmod(parent, 0o755);
    expect(await prepare()).toBe(join(parent, 'data/postgres'));
    expect(notes).toEqual([]);
  });

  it('is below /var/lib when a directory above is closed, and stays there when it is opened', async () => {
    expect(await prepare()).toBe(elsewhere);
    expect(notes).toEqual([expect.stringContaining(elsewhere)]);
    await mkdir(join(elsewhere, 'data'));
    await chmod(parent, 0o755);
    expect(await prepare()).toBe(elsewhere);
  });

  it('is never started empty beside data that cannot be reached', async () => {
    await mkdir(join(parent, 'data/postgres/data'), { recursive: true });
    await expect(prepare()).rejects.toThrow('may no longer enter');
  });
});
