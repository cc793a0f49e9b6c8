import { fileURLToPath } from 'node:url';
import { loadSmokeConfig, type Environment } from '@memo/config';
import { InvalidArgumentError } from 'commander';
import type { Answer, Program } from '../../program.ts';
import { createApiClient } from './api-client.ts';
import { runSmoke, StepFailed, type Step } from './run-smoke.ts';

export interface SmokeCommandDeps {
  environment: () => Environment;
}

const usualSeconds = 600;

/** `memo smoke <address>` */
export function registerSmoke(
  { root, answer, progress, note }: Program,
  { environment }: SmokeCommandDeps,
): void {
  root
    .command('smoke')
    .description(
      'Uses a deployment from outside, from signing in to deleting, as the account in SMOKE_EMAIL and SMOKE_PASSWORD, which it makes the first time.',
    )
    .argument('<address>', 'of the API, such as https://memo.example.com', toAddress)
    .option('--within <seconds>', 'how long all of it may take', toSeconds, usualSeconds)
    .action((address: URL, { within }: { within: number }) =>
      answer(() =>
        untilInterrupted(async (interrupted) => {
          const { smoke: account } = loadSmokeConfig(environment());
          const signal = AbortSignal.any([interrupted, outOfTime(within)]);
          const steps: Step[] = [];
          const onStep = (step: Step) => {
            steps.push(step);
            progress('');
            note(lineOf('ok', step));
          };
          try {
            await runSmoke({
              ...{ account, signal, onStep, onProgress: progress },
              client: createApiClient(address, signal),
              // An older one is of a run that is over.
              leftBefore: new Date(Date.now() - within * 1_000),
              sample: fileURLToPath(import.meta.resolve('#sample.opus')),
            });
          } catch (error) {
            if (!(error instanceof StepFailed)) throw error;
            return report(steps, error);
          }
          return report(steps, null);
        }),
      ),
    );
}

function outOfTime(seconds: number): AbortSignal {
  const over = new AbortController();
  const end = () => over.abort(new Error(`It was not done within ${seconds} s.`));
  setTimeout(end, seconds * 1_000).unref();
  return over.signal;
}

/** Ctrl-C, and what a scheduler sends, end the work in its own way: it cleans up. */
async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort(new Error('It was interrupted.'));
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await work(interrupted.signal);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

const lineOf = (state: string, { name, seconds, told }: Step): string =>
  `${state.padEnd(6)} ${seconds.toFixed(1).padStart(6)} s  ${name}: ${told}`;

function report(steps: readonly Step[], failed: StepFailed | null): Answer {
  const seconds = steps.reduce((total, step) => total + step.seconds, 0) + (failed?.seconds ?? 0);
  const failure = failed && { step: failed.step, seconds: failed.seconds, message: failed.message };
  return {
    text:
      failed === null
        ? `The deployment works, in ${seconds.toFixed(1)} s.`
        : lineOf('FAILED', { name: failed.step, seconds: failed.seconds, told: failed.message }),
    json: { works: failed === null, seconds: Math.round(seconds * 10) / 10, steps, failure },
    failed: failed !== null,
  };
}

/** @throws InvalidArgumentError with what to write instead. */
function toAddress(typed: string): URL {
  const address = URL.canParse(typed) ? new URL(typed) : null;
  if (address === null || !/^https?:$/.test(address.protocol)) {
    throw new InvalidArgumentError('It is an address such as https://memo.example.com.');
  }
  if (address.username !== '' || address.password !== '') {
    throw new InvalidArgumentError(
      'It holds no user and password: set SMOKE_EMAIL and SMOKE_PASSWORD.',
    );
  }
  if (address.search !== '' || address.hash !== '') {
    throw new InvalidArgumentError('It ends where the paths of the API begin: no ? and no #.');
  }
  return address;
}

/** @throws InvalidArgumentError with what to write instead. */
function toSeconds(typed: string): number {
  const seconds = Number(typed);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('It is a whole number of seconds, up to a day.');
}
