import { basename } from 'node:path';
import { createConfine } from '@memo/confine';
import { AppError } from '@memo/errors';
import { loadPackage } from '../calls/load-package.ts';

/**
 * Runs the engine over one recording and returns what it prints.
 * @throws AppError `misconfigured` (not installed), `invalid_input` (no such recording), `timeout`, `unavailable`;
 *   the signal's reason.
 */
export type RunEngine = (run: EngineRun) => Promise<string>;

export interface EngineRun {
  wavPath: string;
  durationMs: number;
  signal: AbortSignal;
}

const startupMs = 60_000;

/** It takes 0.05 to 0.15 s for each second of audio on one idle core; this leaves tenfold room. */
const msPerMs = 2;

/** Times of fast speech are about 100 bytes a second; this holds a day of it. */
const maxOutputCharacters = 10_000_000;

/**
 * The default of 30,000 spends 40 % more time on noisy speech to hear one word in 200 better; on clean speech it
 * changes nothing.
 */
const maxActiveStates = 3_000;

/** It takes 60 MB for its model, and more with the length of the recording. */
const memoryBytes = 1_000_000_000;

export function createEngine(program: string, confine = createConfine()): RunEngine {
  return async ({ wavPath, durationMs, signal }) => {
    signal.throwIfAborted();
    const { execa } = await loadPackage('execa', () => import('execa'));
    const confined = await confine({ program, memoryBytes, reads: [wavPath] });
    const { command, args, env, cwd } = confined;
    const path = cwd === undefined ? wavPath : basename(wavPath);
    const result = await execa(
      command,
      [...args, '-infile', path, '-time', 'yes', '-maxhmmpf', String(maxActiveStates)],
      {
        extendEnv: false,
        env,
        ...(cwd !== undefined && { cwd }),
        reject: false,
        stdin: 'ignore',
        stderr: problemsOnly,
        maxBuffer: maxOutputCharacters,
        timeout: startupMs + durationMs * msPerMs,
        cancelSignal: signal,
        killSignal: 'SIGKILL',
      },
    );
    if (!result.failed) return result.stdout;
    signal.throwIfAborted();
    throw failure(result, path);
  };
}

/** The engine reports its whole configuration and progress; only what went wrong is worth keeping. */
function* problemsOnly(line: unknown): Generator<string> {
  if (typeof line === 'string' && /^(ERROR|FATAL):/.test(line)) yield line;
}

interface FailedRun {
  /** Why the child could not be started. */
  code?: string | undefined;
  exitCode?: number | undefined;
  timedOut: boolean;
  stderr: string;
  shortMessage?: string | undefined;
}

function failure(result: FailedRun, wavPath: string): AppError {
  const cause = new Error([result.shortMessage, result.stderr].join('\n'));
  if (result.stderr.includes(`Failed to open file '${wavPath}'`)) {
    return new AppError('invalid_input', 'The recording to transcribe is no longer there.', {
      cause,
    });
  }
  if (result.timedOut) {
    return new AppError('timeout', 'The offline speech engine took too long. Please try again.', {
      cause,
    });
  }
  // It exits by itself only when it cannot load its model; otherwise something ended it.
  const notStarted = result.code === 'ENOENT' || result.code === 'EACCES';
  if (notStarted || result.exitCode !== undefined) {
    return new AppError(
      'misconfigured',
      'The offline speech engine or its English model is not installed. Run "npm run setup", or install ' +
        'the packages pocketsphinx and pocketsphinx-en-us, or set GEMINI_KEY to use Gemini instead.',
      { code: 'offline_engine_missing', cause },
    );
  }
  return new AppError('unavailable', 'The offline speech engine was stopped. Please try again.', {
    cause,
  });
}
