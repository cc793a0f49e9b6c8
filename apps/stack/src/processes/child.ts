import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { AppError } from '@memo/errors';
import { readTail } from './log-tail.ts';

export interface ChildSpec {
  name: string;
  command: string;
  args: string[];
  environment: Readonly<Record<string, string>>;
  /** To run in; ours when not given. */
  directory?: string;
  /** Appended to. */
  logPath: string;
  /** Sent to the child at its start; it answers when it is ready. For what must not show in the process list. */
  message?: object;
}

export interface Child {
  pid: number;
  /** How it ended, once it did: `exit 1`, `SIGKILL`. */
  exited: Promise<string>;
  /** Resolves when the child has answered the message, or at once when there is none. */
  answered: Promise<unknown>;
  /** The last lines it logged since it started. */
  lastLines(): Promise<string>;
}

/**
 * Starts a process as the leader of its own group, so that the terminal's Ctrl-C reaches the launcher alone.
 * @throws AppError `misconfigured` when there is no such program.
 */
export async function startChild(spec: ChildSpec): Promise<Child> {
  // The file itself and not a pipe through us: a child must be able to log while it drains after our death.
  const log = await open(spec.logPath, 'a');
  try {
    const { size } = await log.stat();
    const child = spawn(spec.command, spec.args, {
      detached: true,
      cwd: spec.directory,
      env: spec.environment,
      stdio: ['ignore', log.fd, log.fd, ...(spec.message === undefined ? [] : ['ipc' as const])],
    });
    const exited = exitOf(child);
    return {
      pid: await pidOf(child, spec),
      exited,
      answered: ask(child, spec.message),
      lastLines: () => readTail(spec.logPath, size),
    };
  } finally {
    await log.close();
  }
}

async function pidOf(child: ChildProcess, spec: ChildSpec): Promise<number> {
  if (child.pid !== undefined) return child.pid;
  const [cause] = (await once(child, 'error')) as [Error];
  throw new AppError(
    'misconfigured',
    `The ${spec.name} could not be started: ${cause.message}. Run "npm run setup" to install what is missing.`,
    { cause },
  );
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code ?? 'unknown'}`));
  });
}

async function ask(child: ChildProcess, message: object | undefined): Promise<unknown> {
  if (message === undefined) return undefined;
  // A child that is gone before it was asked is told by its exit.
  child.send(message, () => undefined);
  return once(child, 'message');
}
