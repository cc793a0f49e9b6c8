import { fork } from 'node:child_process';
import { once } from 'node:events';
import { AppError, type ErrorKind } from '@memo/errors';
import { compiledRun, mainOf, repository, sourceRun } from './compiled/main-of.ts';
import type { Settings } from './settings.ts';

export interface MigrationTarget {
  url: string;
  appRole?: string | undefined;
  appUrl?: string | undefined;
}

/** What the child says: a sentence meanwhile, and how it ended. */
export type Told = { notice: string } | { failure: { kind: ErrorKind; message: string } | null };

export interface Migration extends Disposable {
  /** @throws AppError when the database could not be brought to the current tables; the signal's reason. */
  run(target: MigrationTarget, signal: AbortSignal): Promise<void>;
}

/** Starts the program that migrates, so that it is loaded by the time there is a database. */
export function startMigration(
  environment: Settings,
  notify: (message: string) => void,
): Migration {
  const { flags, settings } = compiledRun ?? sourceRun();
  const child = fork(mainOf('apps/stack/src/migrate.main.ts'), {
    cwd: repository,
    execArgv: flags,
    env: { ...environment, ...settings },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Ctrl-C is the launcher's to hear.
    detached: true,
  });
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new AppError('internal', `The migration ended early (${signal ?? `exit ${code}`}).`);
  });
  ended.catch(() => undefined);
  const finished = new Promise<void>((resolve, reject) => {
    child.on('message', (told: Told) => {
      if ('notice' in told) notify(told.notice);
      else if (told.failure === null) resolve();
      else reject(new AppError(told.failure.kind, told.failure.message));
    });
  });
  finished.catch(() => undefined);
  return {
    run: async (target, signal) => {
      signal.throwIfAborted();
      const interrupted = new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
      interrupted.catch(() => undefined);
      child.send(target, () => undefined);
      await Promise.race([finished, ended, interrupted]);
    },
    [Symbol.dispose]: () => child.kill('SIGKILL'),
  };
}
