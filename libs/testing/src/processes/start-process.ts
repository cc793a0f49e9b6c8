import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ProcessSpec {
  /** A TypeScript file, when no flags are given. */
  main: URL;
  /** How node is called; so that it reads TypeScript when not given. */
  flags?: string[];
  args?: string[];
  environment: Readonly<Record<string, string>>;
  /** What asks it to end. One that watches its stdin ends with this process too, even if that is killed. */
  stopBy?: 'SIGTERM' | 'end of stdin';
}

export interface RunningProcess extends AsyncDisposable {
  pid: number;
  /** How it ended: an exit code or a signal. */
  ended: Promise<string>;
  /** What `read` makes of the first JSON line on stdout that it does not answer with undefined. */
  said<T>(read: (message: Record<string, unknown>) => T | undefined): Promise<T>;
}

const graceMs = 10_000;
const keptLines = 20;

/** Starts a program as a process of its own. */
export function startProcess(spec: ProcessSpec): RunningProcess {
  const { main, args = [], environment, stopBy = 'SIGTERM' } = spec;
  const { flags = ['--import', import.meta.resolve('tsx')] } = spec;
  const file = fileURLToPath(main);
  const child = spawn(process.execPath, [...flags, file, ...args], {
    env: environment,
    stdio: 'pipe',
    // The terminal's Ctrl-C goes to the whole group; what cleans up after itself must not be hurried by it.
    detached: stopBy === 'end of stdin',
  });
  const lines = createInterface({ input: child.stdout });
  const last: string[] = [];
  const keep = (line: string) => {
    last.push(line);
    if (last.length > keptLines) last.shift();
  };
  lines.on('line', keep);
  createInterface({ input: child.stderr }).on('line', keep);

  // A process that is gone has no use for its stdin.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `exit ${code ?? 'unknown'}`));
  });
  const stop = () => {
    if (stopBy === 'SIGTERM') child.kill();
    else child.stdin.end();
  };
  process.once('exit', stop);
  void ended.then(() => process.off('exit', stop));

  return {
    pid: child.pid ?? 0,
    ended,
    said: (read) =>
      new Promise((resolve, reject) => {
        lines.on('line', (line) => {
          const message = parse(line);
          const value = message && read(message);
          if (value !== null && value !== undefined) resolve(value);
        });
        void ended.then((how) => {
          reject(new Error(`${file} ended early (${how}). Its last lines:\n${last.join('\n')}`));
        });
      }),
    async [Symbol.asyncDispose]() {
      stop();
      const late = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(late);
    },
  };
}

function parse(line: string): Record<string, unknown> | null {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
}
