import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The work of preparing a recording as somebody would type it: decode and measure, find silence, level and encode. */
export async function bareFfmpeg(ffmpeg: string, input: string, scratch: string): Promise<void> {
  const wav = `${scratch}.wav`;
  const quietly = ['-nostdin', '-hide_banner', '-nostats', '-y', '-threads', '1'];
  const mono = ['-ar', '16000', '-ac', '1'];
  const run = (...args: string[]) => execute(ffmpeg, [...quietly, ...args]);
  await run(
    ...[
      '-i',
      input,
      '-filter_complex',
      '[0:a:0]asplit[out][heard];[heard]ebur128=framelog=verbose[measured]',
    ],
    ...[
      '-map',
      '[out]',
      ...mono,
      '-c:a',
      'pcm_s16le',
      wav,
      '-map',
      '[measured]',
      '-f',
      'null',
      '-',
    ],
  );
  await run('-i', wav, '-af', 'silencedetect=noise=-45dB:d=0.4', '-f', 'null', '-');
  const level = 'volume=2dB,alimiter=limit=0.9:level=false:latency=true';
  await run('-i', wav, '-af', level, '-c:a', 'flac', `${scratch}.flac`);
}
