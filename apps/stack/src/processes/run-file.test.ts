import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startedAt } from './process-table.ts';
import { claimDataDir, readRun } from './run-file.ts';

/** The run file of a launcher that is gone. Its pid is ours, as it was used by another process before. */
const crashed = (processes: object[]) => ({
  launcher: { pid: process.pid, startedAt: 'before' },
  url: '',
  processes,
});

describe('a claim on a data directory', () => {
  let directory: string;
  const claim = () => claimDataDir(directory, { url: 'http://here', notify: () => undefined });
  const sleeper = () => spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'memo-run-file-'));
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

  it.each([
    ['free', null],
    ['left by a launcher that crashed', JSON.stringify(crashed([]))],
    ['held by a damaged run file', '{"launcher":'],
  ])(
    'is given to one of two launchers that start at once, when it is %s',
    async (_how, content) => {
      const launchers = await Promise.all([startLauncher(), startLauncher()]);
      try {
        for (let round = 0; round < 50; round++) {
          const contested = join(directory, String(round));
          await mkdir(contested);
          if (content !== null) await writeFile(join(contested, 'run.json'), content);
          const outcomes = await Promise.all(
            launchers.map((launcher) => launcher.claim(contested)),
          );
          expect(outcomes.sort()).toEqual(['claimed', 'conflict']);
        }
      } finally {
        await Promise.all(launchers.map((launcher) => launcher.end()));
      }
    },
  );

  /** A process that claims each directory it is told. */
  async function startLauncher() {
    const main = join(directory, 'launcher.mts');
    const runFile = JSON.stringify(join(import.meta.dirname, 'run-file.ts'));
    await writeFile(
      main,
      `import { claimDataDir } from ${runFile};
       process.on('message', (directory) => {
         claimDataDir(directory, { url: '', notify() {} }).then(
           () => process.send('claimed'), (error) => process.send(error.kind));
       });
       process.send('ready');`,
    );
    const child = fork(main);
    const answer = async () => ((await once(child, 'message')) as [string])[0];
    await answer();
    return {
      claim(contested: string): Promise<string> {
        child.send(contested);
        return answer();
      },
      async end() {
        child.kill();
        await once(child, 'exit');
      },
    };
  }

  it('takes over from a launcher that crashed and stops what it left running', async () => {
    const left = sleeper();
    const gone = once(left, 'exit');
    const processes = [
      { name: 'worker', kind: 'app', pid: left.pid, startedAt: await startedAt(left.pid ?? 0) },
    ];
    await writeFile(join(directory, 'run.json'), JSON.stringify(crashed(processes)));

    const run = await claim();
    expect(await gone).toEqual([null, 'SIGTERM']);
    expect(readRun(run.path)?.launcher.pid).toBe(process.pid);
    expect(run.processes()).toEqual([]);
  });

  it('leaves a process alone that has the pid of one it left behind', async () => {
    const stranger = sleeper();
    const processes = [{ name: 'worker', kind: 'app', pid: stranger.pid, startedAt: 'before' }];
    await writeFile(join(directory, 'run.json'), JSON.stringify(crashed(processes)));

    await claim();
    expect(await startedAt(stranger.pid ?? 0)).not.toBeNull();
    stranger.kill('SIGKILL');
    await once(stranger, 'exit');
  });

  it('survives a damaged run file', async () => {
    const path = join(directory, 'run.json');
    await writeFile(path, '{"launcher":');
    const mine = await claim();
    expect(readRun(path)?.launcher.pid).toBe(process.pid);
    mine.release();
  });
});
