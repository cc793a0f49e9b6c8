import { stat } from 'node:fs/promises';
import { execa } from 'execa';
import { ffmpegArguments, type FfmpegJob } from './ffmpeg-arguments.ts';
import { ffmpegFailure } from './ffmpeg-failure.ts';
import { tailOf } from './lines.ts';
import type { AudioLimits } from './limits.ts';
import { readPipe, writePipe } from './pipes.ts';
import { readingOf, type Reading } from './readable-ranges.ts';

/** @throws AppError `misconfigured`, `timeout`, or `unavailable` code `audio_failed`; the signal's reason. */
export type Ffmpeg = (job: FfmpegJob, signal: AbortSignal) => Promise<void>;

export interface FfmpegOptions {
  ffmpegPath: string;
  limits: AudioLimits;
}

/** Runs ffmpeg in a child process that ends, at the latest, with its time limit or the signal. */
export function createFfmpeg({ ffmpegPath, limits }: FfmpegOptions): Ffmpeg {
  return async (job, signal) => {
    signal.throwIfAborted();
    const { inputs, read } = job;
    const timeout = limits.timeLimitMs(await totalBytes('from' in inputs ? inputs.from : inputs));
    const enough = new AbortController();
    const readings = 'from' in inputs ? new Map<string, Reading>() : await readingsOf(inputs);
    const child = execa(ffmpegPath, ffmpegArguments(job, limits, timeout, readings), {
      reject: false,
      buffer: false,
      stdin: 'from' in inputs ? 'pipe' : 'ignore',
      stdout: read === undefined ? 'ignore' : 'pipe',
      timeout,
      cancelSignal: AbortSignal.any([signal, enough.signal]),
      killSignal: 'SIGKILL',
    });
    const outcomes = await Promise.allSettled([
      tailOf(child.stderr, job.onLine),
      child.stdout && read && readPipe(child.stdout, read, () => enough.abort()),
      child.stdin && 'from' in inputs && writePipe(child.stdin, inputs.bytes),
    ]);
    const result = await child;
    signal.throwIfAborted();
    const [lines] = outcomes;
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    if (!result.failed || enough.signal.aborted) return;
    throw ffmpegFailure(result, ffmpegPath, lines.status === 'fulfilled' ? lines.value : []);
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
