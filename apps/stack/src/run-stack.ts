import { relative, resolve } from 'node:path';
import { environmentWithFile, loadStackConfig } from '@memo/config';
import { AppError } from '@memo/errors';
import { memoApps, type App } from './apps.ts';
import { listenForInterrupts } from './interrupts.ts';
import { launchStack, type Stack } from './launch.ts';
import { checkSettings, definedSettings } from './settings.ts';
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
  /** Those of the product when not given. */
  apps?: readonly App[];
  /** Resolves to the exit code. The stack is stopped afterwards. */
  use: (session: StackSession) => Promise<number>;
}

const interruptedCode = 130;

/** Starts the stack by the settings of `.env` and the environment, uses it, stops it. Resolves to the exit code. */
export async function runStack({
  terminal,
  choosePort,
  beforeLaunch,
  apps = memoApps,
  use,
}: Command): Promise<number> {
  const interrupts = listenForInterrupts();
  interrupts.onRepeat(() => process.exit(interruptedCode));
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
      terminal.print('Stopping …');
      await stack.stop();
    }
  } catch (error) {
    return report(error);
  }
}
