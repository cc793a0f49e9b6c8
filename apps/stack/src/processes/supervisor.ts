import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@memo/errors';
import { startChild, type Child, type ChildSpec } from './child.ts';
import { endProcesses, killGroup, type Grace } from './end-processes.ts';
import type { Run } from './run-file.ts';

/** One of the processes the stack is made of. */
export interface Part extends ChildSpec {
  kind: 'app' | 'server';
  /** Resolves when the process can be used; without it, it counts as ready once it has answered its message. */
  ready?(signal: AbortSignal): Promise<void>;
  /** After a crash it waits for a restart, as one whose sources are wrong does. Others are started again at once. */
  waitsAfterCrash?: boolean;
}

export interface Supervisor {
  /** @throws AppError `unavailable` with the process's last log lines. */
  start(part: Part, signal: AbortSignal): Promise<void>;
  /** Until this is called a process that ends is the end of the start; from then on it is started again. */
  settle(): void;
  /** Lets a part drain and starts it anew. Resolves when the new process is there or could not be started. */
  restart(name: string): Promise<void>;
  /** Resolves when the supervisor gives up: a process ended during the start, or keeps crashing. */
  failed: Promise<AppError>;
  /** Apps first, which drain, then the servers. */
  stop(grace?: Grace): Promise<void>;
  /** Ends everything at once. */
  kill(): Promise<void>;
}

interface SupervisorOptions {
  run: Run;
  /** Gets what a person should know. */
  notify: (message: string) => void;
  /** So that a program that cannot run does not take the machine along. */
  restartPauseMs?: number;
}

const startTimeoutMs = 60_000;
const crashWindowMs = 60_000;
const maxCrashes = 5;

/** Keeps the stack's processes running, each entered in the run file, and ends them. */
export function createSupervisor({
  run,
  notify,
  restartPauseMs = 1000,
}: SupervisorOptions): Supervisor {
  const { promise: failed, resolve: fail } = Promise.withResolvers<AppError>();
  const stopped = new AbortController();
  const isStopped = (): boolean => stopped.signal.aborted;
  const work = new Set<Promise<unknown>>();
  let settled = false;
  /** The restarts that were asked for, by part: what is called when they are done. */
  const restarts = new Map<string, () => void>();
  /** What wakes the parts that wait for one. */
  const waiting = new Map<string, () => void>();

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
    let restarted: (() => void) | undefined;
    for (;;) {
      let error: AppError;
      try {
        child ??= await launch(part, stopped.signal);
        restarted?.();
        const how = await child.exited;
        // What it left running, an ffmpeg for one, has nobody to report to.
        killGroup(child.pid);
        run.remove(child.pid);
        error = await failure(part, child, `stopped (${how})`);
      } catch (thrown) {
        error = thrown as AppError;
      }
      child = null;
      restarted?.();
      restarted = restartOf(part);
      if (isStopped()) {
        restarted?.();
        return;
      }
      if (restarted !== undefined) continue;
      if (settled && part.waitsAfterCrash) {
        notify(`${error.message}\nIt starts again with the next change.`);
        await new Promise<void>((resolve) => waiting.set(part.name, resolve));
        if (isStopped()) return;
        restarted = restartOf(part);
        continue;
      }
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

  /** Takes the restart that a part was asked for, if it was. */
  function restartOf({ name }: Part): (() => void) | undefined {
    const asked = restarts.get(name);
    restarts.delete(name);
    return asked;
  }

  /** Ends what runs, then waits until everything that was under way has noticed: nothing is recorded afterwards. */
  async function finish(end: () => unknown): Promise<void> {
    stopped.abort(new Error('stopped'));
    waiting.forEach((wake) => wake());
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
    async restart(name) {
      const done = new Promise<void>((resolve) => restarts.set(name, resolve));
      waiting.get(name)?.();
      waiting.delete(name);
      await endProcesses(run.processes().filter((one) => one.name === name));
      await done;
    },
    stop: (grace) => finish(() => endProcesses(run.processes(), grace)),
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
