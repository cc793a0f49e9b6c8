import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

describe('a worker process', () => {
  let directory: string;
  let worker: ChildProcess;

  /** Runs a worker whose jobs take a little longer than the SIGTERM that comes in between. */
  async function start(more = ''): Promise<AsyncIterator<string>> {
    const main = join(directory, 'main.mts');
    await writeFile(
      main,
      `import { runWorkerProcess } from ${JSON.stringify(join(import.meta.dirname, 'worker-process.ts'))};
       const running = setInterval(() => {}, 1000);
       await runWorkerProcess({ name: 'worker', version: '1' }, async ({ logger }) => {
         const log = logger({ level: 'info' });
         return {
           drainMs: 40_000,
           ready: async () => { ${more} },
           close: async (ms) => { await new Promise(setImmediate); log.info('jobs are done within ' + ms); },
         };
       });`,
    );
    worker = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (worker.stdout === null) throw new Error('The worker has no output.');
    const lines = createInterface(worker.stdout)[Symbol.asyncIterator]();
    expect(await said(lines)).toBe('Taking jobs');
    return lines;
  }

  const said = async (lines: AsyncIterator<string>): Promise<string> => {
    const { value } = (await lines.next()) as { value: string };
    return (JSON.parse(value) as { message: string }).message;
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'memo-worker-'));
  });
  afterEach(async () => {
    worker.kill('SIGKILL');
    await rm(directory, { recursive: true });
  });

  it('lets its jobs end after a SIGTERM for as long as it is told to, and exits', async () => {
    const lines = await start();
    worker.kill('SIGTERM');
    expect(await said(lines)).toBe('Stopping');
    expect(await said(lines)).toBe('jobs are done within 40000');
    expect(await said(lines)).toBe('Stopped');
    expect(await once(worker, 'exit')).toEqual([0, null]);
  });

  it('lets its jobs end although something in it ends the process with child processes of its own', async () => {
    // As signal-exit does it, which execa brings along: it acts when it is the only one that listens.
    const lines = await start(`setImmediate(() => process.on('SIGTERM', function own() {
      if (process.listenerCount('SIGTERM') > 1) return;
      process.off('SIGTERM', own);
      process.kill(process.pid, 'SIGTERM');
    }));`);
    worker.kill('SIGTERM');
    expect(await said(lines)).toBe('Stopping');
    expect(await said(lines)).toBe('jobs are done within 40000');
    expect(await once(worker, 'exit')).toEqual([0, null]);
  });
});
