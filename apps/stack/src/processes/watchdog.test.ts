import { afterEach, beforeEach, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '@memo/testing';
import { startedAt } from './process-table.ts';
import { readRun } from './run-file.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memo-watchdog-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** A launcher with two processes. */
async function startLauncher(): Promise<ChildProcess> {
  const main = join(directory, 'launcher.mts');
  const source = (name: string) => JSON.stringify(join(import.meta.dirname, name));
  await writeFile(
    main,
    `import { claimDataDir } from ${source('run-file.ts')};
     import { startWatchdog } from ${source('watchdog.ts')};
     import { createSupervisor } from ${source('supervisor.ts')};
     const run = await claimDataDir(${JSON.stringify(directory)}, { url: '', notify() {} });
     startWatchdog(run.path);
     const supervisor = createSupervisor({ run, notify() {} });
     for (const [name, kind] of [['db', 'server'], ['app', 'app']]) {
       await supervisor.start({ name, kind, command: 'sleep', args: ['600'], environment: process.env,
         logPath: ${JSON.stringify(directory)} + '/' + name + '.log' }, new AbortController().signal);
     }
     setInterval(() => {}, 1000);`,
  );
  return spawn(process.execPath, [main], { stdio: 'inherit' });
}

it('a launcher that is killed leaves no process behind', async () => {
  const launcher = await startLauncher();
  const run = await waitFor('both processes to run', () => {
    const file = readRun(join(directory, 'run.json'));
    return file?.processes.length === 2 && file;
  });
  launcher.kill('SIGKILL');
  for (const { name, pid } of run.processes) {
    await waitFor(`the end of ${name}`, async () => (await startedAt(pid)) === null);
  }
});
