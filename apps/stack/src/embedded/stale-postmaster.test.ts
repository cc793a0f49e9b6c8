import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startedAt } from '../processes/process-table.ts';
import { clearStalePostmaster } from './stale-postmaster.ts';

describe('the lock file a crashed PostgreSQL leaves', () => {
  let directory: string;
  let lock: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'memo-postmaster-'));
    lock = join(directory, 'postmaster.pid');
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('is removed when its process is gone', async () => {
    const dead = spawn('true');
    await once(dead, 'exit');
    await writeFile(lock, `${dead.pid}\n${directory}\n`);
    await clearStalePostmaster(directory);
    expect(existsSync(lock)).toBe(false);
  });

  it('is removed when its pid belongs to another program by now, which is left alone', async () => {
    const stranger = spawn('sleep', ['600']);
    await writeFile(lock, `${stranger.pid}\n${directory}\n`);
    await clearStalePostmaster(directory);
    expect(existsSync(lock)).toBe(false);
    expect(await startedAt(stranger.pid ?? 0)).not.toBeNull();
    stranger.kill();
    await once(stranger, 'exit');
  });

  it('stops a server that is still at work on the directory', async () => {
    // Named as a server would be on the command line, which is what it is known by.
    const server = spawn('sleep', ['600'], { argv0: `postgres -D ${directory}` });
    const gone = once(server, 'exit');
    await writeFile(lock, `${server.pid}\n${directory}\n`);
    await clearStalePostmaster(directory);
    expect(await gone).toEqual([null, 'SIGINT']);
  });

  it('may be missing', async () => {
    await clearStalePostmaster(directory);
    expect(await readdir(directory)).toEqual([]);
  });
});
