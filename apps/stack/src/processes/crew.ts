import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@memo/errors';
import { startChild, type Child, type ChildSpec } from './child.ts';
import { endProcesses, killGroup } from './end-processes.ts';
import type { Run } from './record.ts';

/** One of the processes the stack is made of. */
export interface Part extends ChildSpec {
  kind: 'app' | 'server';
  /** Resolves when the process can be used; without it, it counts as ready once it has answered its message. */
  ready?(signal: AbortSignal): Promise<void>;
}

export interface Crew {
  /** @throws AppError `unavailable` with the process's last log lines. */
  start(part: Part, signal: AbortSignal): Promise<void>;
  /** Until this is called a process that ends is the end of the start; from then on it is started again. */
  settle(): void;
  /** Resolves when the crew cannot go on: a process ended during the start, or keeps crashing. */
  failed: Promise<AppError>;
  /** Apps first, which drain, then the servers. */
  stop(): Promise<void>;
  /** Ends everything at once. */
  kill(): Promise<void>;
}

interface CrewOptions {
  run: Run;
  /** Gets what a person should know. */
  notify: (message: string) => void;
  /** So that a program that cannot run does not take the machine along. */
  restartPauseMs?: number;
}

const startTimeoutMs = 60_000;
const crashWindowMs = 60_000;
const maxCrashes = 5;

/** Keeps the stack's processes running, on the record, and ends them. */
export function createCrew({ run, notify, restartPauseMs = 1000 }: CrewOptions): Crew {
  const { promise: failed, resolve: fail } = Promise.withResolvers<AppError>();
  const stopped = new AbortController();
  const work = new Set<Promise<unknown>>();
  let settled = false;

  async function launch(part: Part, signal: AbortSignal): Promise<Child> {
    const child = await startChild(part);
    await run.add({ name: part.name, kind: part.kind, pid: child.pid });
    const decided = new AbortController();
    const limit = AbortSignal.any([
      signal,
      stopped.signal,
      decided.signal,
      AbortSignal.timeout(startTimeoutMs),
    ]);
    const ended = child.exited.then((how) => Promise.reject(new Error(how)));
    ended.catch(() => undefined);
    try {
      limit.throwIfAborted();
      await Promise.race([ready(part, child, limit), ended, aborted(limit)]);
    } catch (cause) {
      killGroup(child.pid);
      await child.exited;
      run.remove(child.pid);
      signal.throwIfAborted();
      throw await failure(part, child, `did not start (${(cause as Error).message})`);
    } finally {
      decided.abort();
    }
    return child;
  }

  async function keep(part: Part, first: Child): Promise<void> {
    let child: Child | null = first;
    let crashes: number[] = [];
    for (;;) {
      let error: AppError;
      try {
        child ??= await launch(part, stopped.signal);
        const how = await child.exited;
        // What it left running, an ffmpeg for one, has nobody to report to.
        killGroup(child.pid);
        run.remove(child.pid);
        error = await failure(part, child, `stopped (${how})`);
      } catch (thrown) {
        error = thrown as AppError;
      }
      child = null;
      if (stopped.signal.aborted) return;
      crashes = [...crashes.filter((at) => at > Date.now() - crashWindowMs), Date.now()];
      if (!settled) {
        fail(error);
        return;
      }
      if (crashes.length >= maxCrashes) {
        const verdict = `That was the ${maxCrashes}th time within a minute, so Memo stops.`;
        fail(new AppError('unavailable', `${error.message}\n${verdict}`, { cause: error }));
        return;
      }
      notify(`${error.message}\nStarting it again.`);
      await pause(restartPauseMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  /** Ends what runs, then waits until everything that was under way has noticed: nothing is recorded afterwards. */
  async function finish(end: () => unknown): Promise<void> {
    stopped.abort(new Error('stopped'));
    await end();
    await Promise.allSettled(work);
  }

  return {
    failed,
    async start(part, signal) {
      const started = launch(part, signal);
      work.add(started);
      work.add(keep(part, await started));
    },
    settle: () => (settled = true),
    stop: () => finish(() => endProcesses(run.processes())),
    kill: () => finish(() => run.processes().forEach(({ pid }) => killGroup(pid))),
  };
}

async function ready(part: Part, child: Child, signal: AbortSignal): Promise<void> {
  await child.answered;
  await part.ready?.(signal);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

async function failure(part: Part, child: Child, what: string): Promise<AppError> {
  const lines = await child.lastLines();
  const log = lines === '' ? 'is empty.' : `ends with:\n${lines.replaceAll(/^/gm, '    ')}`;
  return new AppError('unavailable', `The ${part.name} ${what}. Its log, ${part.logPath}, ${log}`);
}
