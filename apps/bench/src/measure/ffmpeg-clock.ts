import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFfmpeg } from '@memo/audio';
import { processEnvironment } from '@memo/config';
import type { Span } from './spans.ts';

export interface FfmpegClock {
  /** For FFMPEG_PATH. */
  path: string;
  /** When ffmpeg ran, once per run that has ended. */
  runs(): Promise<Span[]>;
}

/** An ffmpeg that notes when it ran. Bash 5 has a clock of its own, so the noting costs next to nothing. */
export async function createFfmpegClock(directory: string): Promise<FfmpegClock> {
  const ffmpeg = await findFfmpeg(processEnvironment().FFMPEG_PATH);
  const path = join(directory, 'ffmpeg');
  const log = join(directory, 'ffmpeg-runs');
  const script = [
    '#!/usr/bin/env bash',
    'export LC_ALL=C',
    'started=$EPOCHREALTIME',
    `'${ffmpeg}' "$@"`,
    'code=$?',
    `echo "$started $EPOCHREALTIME" >>'${log}'`,
    'exit $code',
  ];
  await writeFile(log, '');
  // Run by root, a worker starts it as a user of its own.
  await chmod(log, 0o666);
  await writeFile(path, `${script.join('\n')}\n`, { mode: 0o755 });
  return {
    path,
    runs: async () => {
      const lines = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
      return lines.map(readRun);
    },
  };
}

function readRun(line: string): Span {
  const [start, end] = line.split(' ').map((seconds) => Number(seconds) * 1000);
  if (start === undefined || end === undefined) {
    throw new Error('The time of ffmpeg is measured with bash 5 or newer; install it.');
  }
  return { start, end };
}
