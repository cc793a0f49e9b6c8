import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startedAt } from './process-table.ts';
import { claimDataDir, readRun } from './record.ts';

describe('a claim on a data directory', () => {
  let directory: string;
  const claim = () => claimDataDir(directory, { url: 'http://here', notify: () => undefined });
  const sleeper = () => spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'memo-record-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('refuses a second one until it is released, and says where the first runs', async () => {
    const run = await claim();
    await expect(claim()).rejects.toThrow(
      `Memo is already running on ${directory} at http://here (process ${process.pid}).`,
    );
    run.release();
    (await claim()).release();
  });

  it('is given to one of two launchers that start at once', async () => {
    const outcomes = await Promise.allSettled([claim(), claim()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('takes over from a launcher that crashed and stops what it left running', async () => {
    const left = sleeper();
    const gone = once(left, 'exit');
    const processes = [
      { name: 'worker', kind: 'app', pid: left.pid, startedAt: await startedAt(left.pid ?? 0) },
    ];
    // This very pid, as it was used by another process before.
    const launcher = { pid: process.pid, startedAt: 'before' };
    await writeFile(join(directory, 'run.json'), JSON.stringify({ launcher, url: '', processes }));

    const run = await claim();
    expect(await gone).toEqual([null, 'SIGTERM']);
    expect(readRun(run.path)?.launcher.pid).toBe(process.pid);
    expect(run.processes()).toEqual([]);
  });

  it('leaves a process alone that has the pid of one it left behind', async () => {
    const stranger = sleeper();
    const processes = [{ name: 'worker', kind: 'app', pid: stranger.pid, startedAt: 'before' }];
    const launcher = { pid: process.pid, startedAt: 'before' };
    await writeFile(join(directory, 'run.json'), JSON.stringify({ launcher, url: '', processes }));

    await claim();
    expect(await startedAt(stranger.pid ?? 0)).not.toBeNull();
    stranger.kill('SIGKILL');
    await once(stranger, 'exit');
  });

  it('survives a damaged record', async () => {
    await writeFile(join(directory, 'run.json'), '{"launcher":');
    (await claim()).release();
  });
});
