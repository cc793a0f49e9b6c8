import { relative, resolve } from 'node:path';
import { environmentWithFile, loadStackConfig } from '@memo/config';
import { AppError } from '@memo/errors';
import { memoApps, type App } from './apps.ts';
import { listenForInterrupts } from './interrupts.ts';
import { launchStack, type Stack } from './launch.ts';
import { checkSettings, definedSettings } from './settings.ts';
import { shortGrace } from './processes/end-processes.ts';
import type { Terminal } from './terminal/terminal.ts';

export type StackConfig = ReturnType<typeof loadStackConfig>;

/** A running stack as a command uses it. */
export interface StackSession {
  stack: Stack;
  config: StackConfig;
  /** As a person would type it from here. */
  dataDir: string;
  /** Aborted by Ctrl-C. */
  interrupted: AbortSignal;
}

interface Command {
  terminal: Terminal;
  choosePort: (config: StackConfig) => Promise<number>;
  /** Gets the data directory, as an absolute path, before anything is started on it. */
  beforeLaunch?: (dataDir: string) => Promise<void>;
  /** Ctrl-C waits for no recording that is being worked on. */
  endsAtOnce?: boolean;
  /** Those of the product when not given. */
  apps?: readonly App[];
  /** Resolves to the exit code. The stack is stopped afterwards. */
  use: (session: StackSession) => Promise<number>;
}

const interruptedCode = 130;

const stopping =
  'Stopping … Recordings that are being worked on get up to 15 s. Ctrl-C again ends everything at once.';
const stoppingAtOnce = 'Stopping … What is not finished goes on at the next start.';

/** Starts the stack by the settings of `.env` and the environment, uses it, stops it. Resolves to the exit code. */
export async function runStack({
  terminal,
  choosePort,
  beforeLaunch,
  endsAtOnce = false,
  apps = memoApps,
  use,
}: Command): Promise<number> {
  const interrupts = listenForInterrupts();
  interrupts.onRepeat(() => process.exit(interruptedCode));
  interrupts.signal.addEventListener('abort', () => {
    terminal.print(endsAtOnce ? stoppingAtOnce : stopping);
  });
  const report = (error: unknown): number => {
    if (interrupts.signal.aborted) return interruptedCode;
    // A message for people is all they need; anything else is a fault of ours, with its stack.
    if (error instanceof AppError) terminal.warn(error.message);
    else terminal.warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 1;
  };
  try {
    const environment = environmentWithFile('.env');
    checkSettings(definedSettings(environment));
    const config = loadStackConfig(environment);
    const dataDir = resolve(config.stack.dataDir);
    await beforeLaunch?.(dataDir);
    terminal.print('Starting Memo: PostgreSQL, Redis, S3, the API and three workers …');
    const stack = await launchStack({
      environment,
      dataDir,
      apiPort: await choosePort(config),
      notify: terminal.warn,
      signal: interrupts.signal,
      apps,
    });
    interrupts.onRepeat(() => void stack.kill().then(() => process.exit(interruptedCode)));
    try {
      const broken = stack.failed.then((error) => Promise.reject(error));
      const session = {
        stack,
        config,
        dataDir: relative('', dataDir).startsWith('..') ? dataDir : relative('', dataDir),
        interrupted: interrupts.signal,
      };
      return await Promise.race([use(session), broken]);
    } catch (error) {
      return report(error);
    } finally {
      if (!interrupts.signal.aborted) terminal.print('Stopping …');
      await stack.stop(endsAtOnce && interrupts.signal.aborted ? shortGrace : undefined);
    }
  } catch (error) {
    return report(error);
  }
}
