import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '@memo/audio';
import { processEnvironment } from '@memo/config';
import { waitFor } from '@memo/testing';
import { planMeeting } from '@memo/testing/known-meeting';
import type { Bench, Benchmark } from '../benchmark.ts';
import { median } from '../measure/statistics.ts';
import { assertPeakMemoryIsKept } from '../measure/peak-memory.ts';
import { watchPeaks } from '../measure/process-memory.ts';
import { bareFfmpeg } from '../transcripts/bare-ffmpeg.ts';
import { writeKnownRecordings } from '../transcripts/known-recording.ts';
import { stageTimes } from '../transcripts/stage-times.ts';
import { startTranscriber, type Transcriber } from '../transcripts/transcriber.ts';

const run = promisify(execFile);

const rounds = 3;
const hours = 10;

/** Preparing costs little more than ffmpeg itself, and ten hours no more memory than one. */
export const transcriptsPrepare: Benchmark = {
  name: 'transcripts-prepare',
  async run({ resources, say }) {
    assertPeakMemoryIsKept();
    const memo = await startTranscriber(resources);
    const ffmpeg = await findFfmpeg(processEnvironment().FFMPEG_PATH);
    memo.gemini.onTranscribe(() => Promise.reject(new Error('nothing is transcribed here')));
    const [one, ten] = await writeRecordings(memo, ffmpeg);

    const bare: number[] = [];
    const ours: number[] = [];
    await using worker = await memo.startWorker();
    for (let round = 1; round <= rounds; round += 1) {
      const started = performance.now();
      await bareFfmpeg(ffmpeg, one, join(memo.directory, 'bare'));
      bare.push(performance.now() - started);
      ours.push(await prepareTime(memo, one));
    }
    await worker[Symbol.asyncDispose]();
    say(`one hour: bare ${listed(bare)}, ours ${listed(ours)}`);

    const peakOfOne = await preparePeak(memo, one, say);
    const peakOfTen = await preparePeak(memo, ten, say);
    return [
      {
        name: 'preparing an hour, of bare ffmpeg with the same filters',
        value: median(ours) / median(bare),
        unit: 'ratio',
        atMost: 1.3,
      },
      {
        name: `memory to prepare ${hours} hours, of that for one`,
        value: peakOfTen / peakOfOne,
        unit: 'ratio',
        atMost: 1.1,
      },
    ];
  },
};

/** An hour of talk in Opus, and the same ten times over. */
async function writeRecordings(memo: Transcriber, ffmpeg: string): Promise<[string, string]> {
  const [wav = ''] = await writeKnownRecordings(
    memo.directory,
    planMeeting({ seed: 1, minutes: 60, speakers: 3 }),
  );
  const [one, ten] = [join(memo.directory, 'one.ogg'), join(memo.directory, 'ten.ogg')];
  const opus = ['-c:a', 'libopus', '-b:a', '24k', '-compression_level', '0'];
  await run(ffmpeg, ['-v', 'error', '-i', wav, ...opus, one]);
  const again = ['-stream_loop', String(hours - 1)];
  await run(ffmpeg, ['-v', 'error', ...again, '-i', one, '-c', 'copy', ten]);
  return [one, ten];
}

async function prepareTime(memo: Transcriber, path: string): Promise<number> {
  const id = await memo.upload([path]);
  const ms = await waitFor(
    'the recording to be prepared',
    async () => (await stageTimes(memo.database, id, 'prepare'))[0],
    { timeoutMs: 300_000, everyMs: 10 },
  );
  await memo.delete(id);
  return ms;
}

/** Of a fresh worker, with its largest child: those it starts one after the other do not add up. */
async function preparePeak(memo: Transcriber, path: string, say: Bench['say']): Promise<number> {
  await using worker = await memo.startWorker({ WORKER_CONCURRENCY: '1' });
  using watch = watchPeaks(worker.pid, 'ffmpeg');
  await prepareTime(memo, path);
  const { own, child } = watch.peaks();
  say(`peak memory: worker ${mebibytes(own)}, largest ffmpeg ${mebibytes(child)}`);
  return own + child;
}

const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(0)} MiB`;
const listed = (times: number[]): string =>
  times.map((ms) => `${(ms / 1000).toFixed(2)} s`).join(', ');
