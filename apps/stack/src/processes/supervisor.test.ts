import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '@memo/testing';
import { createSupervisor, type Supervisor, type Part } from './supervisor.ts';
import { shortGrace } from './end-processes.ts';
import { startedAt } from './process-table.ts';
import { claimDataDir, type Run } from './run-file.ts';

describe('the supervisor of the processes', () => {
  let directory: string;
  let run: Run;
  let supervisor: Supervisor;
  let notes: string[];
  const signal = new AbortController().signal;

  /** A process that runs a piece of JavaScript. */
  const part = (name: string, script: string, rest: Partial<Part> = {}): Part => ({
    name,
    kind: 'app',
    command: process.execPath,
    args: ['-e', script],
    environment: { DIRECTORY: directory },
    logPath: join(directory, `${name}.log`),
    ...rest,
  });
  const pidOf = (name: string) => run.processes().find((one) => one.name === name)?.pid ?? null;
  const stay = 'setInterval(() => {}, 1000);';

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'memo-supervisor-'));
    run = await claimDataDir(directory, { url: '', notify: () => undefined });
    notes = [];
    supervisor = createSupervisor({ run, notify: (note) => notes.push(note), restartPauseMs: 1 });
  });
  afterEach(async () => {
    await supervisor.kill();
    await rm(directory, { recursive: true });
  });

  it('starts a process again that was killed, and says so', async () => {
    await supervisor.start(part('worker', `console.log('{"message":"hello"}'); ${stay}`), signal);
    supervisor.settle();
    const first = pidOf('worker') ?? 0;
    process.kill(first, 'SIGKILL');
    await waitFor('another worker', () => pidOf('worker') !== null && pidOf('worker') !== first);
    expect(notes).toEqual([expect.stringMatching(/^The worker stopped \(SIGKILL\)\. Its log, .*/)]);
  });

  it('waits for nobody who drains where it was asked to be short', async () => {
    const draining = `process.on('SIGTERM', () => console.log('draining')); ${stay} console.log('up');`;
    await supervisor.start(part('worker', draining), signal);
    const log = join(directory, 'worker.log');
    await waitFor('the worker', async () => (await readable(log))?.includes('up') === true);
    const startedMs = performance.now();
    await supervisor.stop(shortGrace);
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    expect(await readable(log)).toContain('draining');
    expect(run.processes()).toEqual([]);
  });

  it('gives up on a process that keeps crashing, with its last words', async () => {
    // The start itself has to work: the file tells the first run from the others.
    const script = `const { existsSync, writeFileSync } = require('node:fs');
      const seen = process.env.DIRECTORY + '/seen';
      if (existsSync(seen)) { console.error('no more'); process.exit(3); }
      writeFileSync(seen, ''); ${stay}`;
    await supervisor.start(part('worker', script), signal);
    supervisor.settle();
    await waitFor('the first run', async () => (await readable(join(directory, 'seen'))) !== null);
    process.kill(pidOf('worker') ?? 0, 'SIGKILL');
    const { message } = await supervisor.failed;
    expect(message).toMatch(/stopped \(exit 3\)[^]*no more[^]*5th time within a minute/);
    expect(notes).toHaveLength(4);
  });

  it('restarts a process when asked to, after it has drained, and does not call that a crash', async () => {
    const draining = `process.once('SIGTERM', () => { console.log('drained'); process.exit(0); });
      process.once('message', () => { console.log('started'); process.send('ready'); }); ${stay}`;
    await supervisor.start(part('worker', draining, { message: {} }), signal);
    supervisor.settle();
    const first = pidOf('worker');
    await supervisor.restart('worker');
    expect(pidOf('worker')).not.toBe(first);
    expect(await readable(join(directory, 'worker.log'))).toBe('started\ndrained\nstarted\n');
    expect(notes).toEqual([]);
  });

  it('leaves a process that waits after a crash down until it is asked to restart it', async () => {
    const script = `const { existsSync, writeFileSync } = require('node:fs');
      const [seen, mended] = ['/seen', '/mended'].map((name) => process.env.DIRECTORY + name);
      if (existsSync(seen) && !existsSync(mended)) { console.error('broken'); process.exit(3); }
      writeFileSync(seen, ''); ${stay}`;
    await supervisor.start(part('app', script, { waitsAfterCrash: true }), signal);
    supervisor.settle();
    await waitFor('the first run', async () => (await readable(join(directory, 'seen'))) !== null);
    for (let change = 1; change <= 6; change += 1) {
      await supervisor.restart('app');
      await waitFor('the crash', () => notes.length === change);
    }
    expect(notes[0]).toMatch(/stopped \(exit 3\)[^]*broken[^]*starts again with the next change/);
    expect(pidOf('app')).toBeNull();

    await writeFile(join(directory, 'mended'), '');
    await supervisor.restart('app');
    expect(pidOf('app')).not.toBeNull();
  });

  it('does not take a process that ends during the start for a running one', async () => {
    const silent = part('server', `console.log('bad port'); process.exit(2);`, { message: {} });
    await expect(supervisor.start(silent, signal)).rejects.toThrow(
      /The server did not start \(exit 2\)[^]*bad port/,
    );
    expect(run.processes()).toEqual([]);
  });

  it('names a program that is not installed', async () => {
    const missing = part('Redis server', '', { command: 'no-such-program' });
    await expect(supervisor.start(missing, signal)).rejects.toThrow(
      /The Redis server could not be started: .*no-such-program.*npm run setup/,
    );
  });

  it('hands a child its message and waits for the answer', async () => {
    const answering = part(
      'server',
      `process.once('message', ({ word }) => { console.log(word); process.send('ready'); }); ${stay}`,
      { message: { word: 'sesame' } },
    );
    await supervisor.start(answering, signal);
    expect(await readable(join(directory, 'server.log'))).toBe('sesame\n');
  });

  it('runs a process in the directory it wants', async () => {
    const script = `process.once('message', () => { console.log(process.cwd()); process.send('ready'); }); ${stay}`;
    await supervisor.start(part('app', script, { directory: tmpdir(), message: {} }), signal);
    expect(await readable(join(directory, 'app.log'))).toBe(`${await realpath(tmpdir())}\n`);
  });

  it('stops apps before the servers they drain into', async () => {
    const order = join(directory, 'order');
    const saying = (name: string) =>
      `process.once('SIGTERM', () => setTimeout(() => {
         require('node:fs').appendFileSync(${JSON.stringify(order)}, '${name} '); process.exit(0);
       }, 100)); process.once('message', () => process.send('ready')); ${stay}`;
    await supervisor.start(part('db', saying('db'), { kind: 'server', message: {} }), signal);
    await supervisor.start(part('app', saying('app'), { message: {} }), signal);
    await supervisor.stop();
    expect(await readable(order)).toBe('app db ');
    expect(run.processes()).toEqual([]);
  });

  it('leaves nothing of a process group behind', async () => {
    const child = join(directory, 'child');
    const script = `const { spawn } = require('node:child_process');
      const { pid } = spawn('sleep', ['600'], { stdio: 'ignore' });
      require('node:fs').writeFileSync(${JSON.stringify(child)}, String(pid));
      process.once('message', () => process.send('ready')); ${stay}`;
    await supervisor.start(part('worker', script, { message: {} }), signal);
    const pid = Number(await readable(child));
    expect(await startedAt(pid)).not.toBeNull();
    await supervisor.stop();
    await waitFor('its child to end', async () => (await startedAt(pid)) === null);
  });
});

const readable = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null);
