import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createConfine, noChildWatch, type ChildStarted, type Confine } from '@memo/confine';
import { execa } from 'execa';
import { ffmpegArguments, progressFd, type FfmpegJob } from './ffmpeg-arguments.ts';
import {
  createCutReader,
  createShortageReader,
  ffmpegFailure,
  tooCostly,
} from './ffmpeg-failure.ts';
import { tailOf } from './lines.ts';
import type { AudioLimits } from './limits.ts';
import { readPipe, writePipe } from './pipes.ts';
import { watchProgress } from './progress.ts';
import { readingOf, type Reading } from './readable-ranges.ts';

/** @throws AppError `misconfigured`, `timeout`, or `unavailable` code `audio_failed`; the signal's reason. */
export type Ffmpeg = (job: FfmpegJob, signal: AbortSignal) => Promise<void>;

export interface FfmpegOptions {
  ffmpegPath: string;
  limits: AudioLimits;
  confine?: Confine;
  childStarted?: ChildStarted;
}

/**
 * Runs ffmpeg in a child process that is confined, and ends at the latest with its time limit or the signal; sooner where
 * it gets nowhere.
 */
export function createFfmpeg({
  ffmpegPath,
  limits,
  confine = createConfine(),
  childStarted = noChildWatch,
}: FfmpegOptions): Ffmpeg {
  return async (job, signal) => {
    signal.throwIfAborted();
    const { inputs, outputPath, read } = job;
    const timeout = limits.timeLimitMs(await totalBytes('from' in inputs ? inputs.from : inputs));
    const enough = new AbortController();
    const readings = 'from' in inputs ? new Map<string, Reading>() : await readingsOf(inputs);
    const confined = await confine({
      program: ffmpegPath,
      memoryBytes: limits.maxMemoryBytes,
      reads: 'from' in inputs ? [] : inputs,
      writes: outputPath === undefined ? [] : [outputPath],
    });
    const { command, args, env, cwd } = confined;
    const nameOf = cwd === undefined ? (path: string) => path : (path: string) => basename(path);
    const own = ffmpegArguments(job, { limits, timeoutMs: timeout, readings, nameOf });
    const child = execa(command, [...args, ...own], {
      reject: false,
      buffer: false,
      stdio: [
        'from' in inputs ? 'pipe' : 'ignore',
        read === undefined ? 'ignore' : 'pipe',
        'pipe',
        'pipe',
      ],
      extendEnv: false,
      env,
      ...(cwd !== undefined && { cwd }),
      timeout,
      cancelSignal: AbortSignal.any([signal, enough.signal]),
      killSignal: 'SIGKILL',
    });
    const ended = childStarted('ffmpeg');
    const watch = watchProgress(child.stdio[progressFd], {
      limits,
      pid: child.pid,
      giveUp: () => child.kill('SIGKILL'),
    });
    const shortage = createShortageReader(limits);
    const cut = createCutReader();
    const outcomes = await Promise.allSettled([
      tailOf(child.stderr, (line) => {
        shortage.onLine(line);
        cut.onLine(line);
        job.onLine?.(line);
      }),
      child.stdout && read && readPipe(child.stdout, read, () => enough.abort()),
      child.stdin && 'from' in inputs && writePipe(child.stdin, inputs.bytes),
    ]);
    const result = await child;
    ended();
    watch.stop();
    signal.throwIfAborted();
    const [lines] = outcomes;
    const lastLines = lines.status === 'fulfilled' ? lines.value : [];
    const given = watch.given();
    if (given === null) {
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
      // A reader that has enough closes the pipe, which is no loss.
      const isOver = (!result.failed && !cut.isSeen()) || enough.signal.aborted;
      if (shortage.isSeen(!isOver)) throw tooCostly(new Error(lastLines.join('\n')));
      if (isOver) return;
    }
    throw ffmpegFailure({ result, given, lastLines }, ffmpegPath);
  };
}

async function readingsOf(paths: readonly string[]): Promise<Map<string, Reading>> {
  const found = new Map<string, Reading>();
  for (const path of paths) {
    // What is no file, but a pipe, has no beginning that could be read twice.
    if ((await stat(path)).isFile()) found.set(path, await readingOf(path));
  }
  return found;
}

async function totalBytes(paths: readonly string[]): Promise<number> {
  const files = await Promise.all(paths.map((path) => stat(path)));
  return files.reduce((sum, file) => sum + file.size, 0);
}
