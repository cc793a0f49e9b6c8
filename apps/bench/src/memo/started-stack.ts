import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { plainEnvironment } from '@memo/testing/processes';
import getPort from 'get-port';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const graceMs = 30_000;

export interface StartedStack extends AsyncDisposable {
  /** Of npm, from which everything comes. */
  pid: number;
  /** From the call of npm to its word that Memo runs. */
  readyMs: number;
}

/** A data directory that goes with the benchmark. */
export async function emptyDataDirectory(resources: AsyncDisposableStack): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'memo-bench-'));
  resources.defer(() => rm(directory, { recursive: true, force: true }));
  // PostgreSQL runs as another user when we are root: it must be able to enter.
  await chmod(directory, 0o755);
  return join(directory, 'data');
}

/** `npm start`, as a person types it, once it says that it runs. @throws Error with its last words. */
export async function startStack(dataDirectory: string): Promise<StartedStack> {
  const environment = {
    ...plainEnvironment(),
    MEMO_DATA_DIR: dataDirectory,
    PORT: String(await getPort()),
  };
  const startedMs = performance.now();
  const npm = spawn('npm', ['start'], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(npm, 'close');
  const said: string[] = [];
  const running = new Promise<number>((resolve, reject) => {
    for (const output of [npm.stdout, npm.stderr]) {
      createInterface({ input: output }).on('line', (line) => {
        said.push(line);
        if (line.includes('Memo is running')) resolve(performance.now() - startedMs);
      });
    }
    void ended.then(() => reject(new Error(`npm start ended early:\n${said.join('\n')}`)));
  });
  const leader = npm.pid ?? 0;
  const stop = async (): Promise<void> => {
    signal(leader, 'SIGINT');
    const late = setTimeout(() => signal(leader, 'SIGKILL'), graceMs);
    await ended;
    clearTimeout(late);
  };
  try {
    return { pid: leader, readyMs: await running, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** npm, the shell and the launcher: the launcher's own children watch over its end. */
function signal(leader: number, name: 'SIGINT' | 'SIGKILL'): void {
  try {
    process.kill(-leader, name);
  } catch {
    // It is gone, which is what was wanted.
  }
}
