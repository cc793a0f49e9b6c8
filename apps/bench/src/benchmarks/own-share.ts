import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { barChart } from '../bar-chart.ts';
import type { Benchmark } from '../benchmark.ts';
import { createFfmpegClock } from '../measure/ffmpeg-clock.ts';
import { median } from '../measure/statistics.ts';
import { startProviderClock } from '../measure/provider-clock.ts';
import { coveredMs } from '../measure/spans.ts';
import { createAccount } from '../memo/account.ts';
import { startApi, startWorker } from '../memo/apps.ts';
import { startEmulator } from '../memo/emulator.ts';
import { stepsOf, untilCompleted, type Step } from '../memo/meeting-steps.ts';
import { startServers } from '../memo/servers.ts';
import { table } from '../table.ts';
import { recordingBytes, writeRecording } from '../upload/recording.ts';

const recordingSeconds = 60;
const rounds = 5;

interface MeasuredStep {
  name: string;
  ownMs: number;
  ffmpegMs: number;
  aiMs: number;
}

/** From the last byte of a recording to its note, everything but ffmpeg and the AI is ours, and is little. */
export const ownShare: Benchmark = {
  name: 'own-share',
  async run({ resources, say, isRelease }) {
    say('starting PostgreSQL, Redis, S3, the API, two workers and a Gemini that answers at once');
    const { settings, directory, database } = await startServers(resources);
    const clock = resources.use(startProviderClock());
    const ffmpeg = await createFfmpegClock(directory);
    const gemini = await startEmulator(resources, recordingSeconds);
    const api = await startApi(resources, settings);
    const workerSettings = { ...settings, ...gemini, FFMPEG_PATH: ffmpeg.path };
    await startWorker(resources, 'transcription-worker', workerSettings);
    await startWorker(resources, 'analytics-worker', settings);
    const account = await createAccount(api.url);
    const path = await writeRecording(directory, recordingBytes(recordingSeconds));

    async function measure(): Promise<MeasuredStep[]> {
      const sent = await account.upload(path);
      const completedAt = await untilCompleted(database, sent.meetingId);
      const steps = await stepsOf(database, sent, completedAt);
      const [ffmpegRuns, calls] = [await ffmpeg.runs(), clock.calls()];
      return steps.map((step: Step) => ({
        name: step.name,
        ownMs: step.end - step.start - coveredMs(step, [...ffmpegRuns, ...calls]),
        ffmpegMs: coveredMs(step, ffmpegRuns),
        aiMs: coveredMs(step, calls),
      }));
    }

    await measure();
    const measured: MeasuredStep[][] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const steps = await measure();
      measured.push(steps);
      say(`meeting ${round} of ${rounds}: ${total(steps, 'ownMs').toFixed(0)} ms were ours`);
    }
    const steps = medians(measured);
    say(`where the time goes, medians in ms:\n${breakdown(steps)}`);
    if (isRelease) await writeFile(picture, drawn(steps));
    const value = median(measured.map((steps) => total(steps, 'ownMs'))) / 1000;
    return [{ name: 'our share of a 60 s recording', value, unit: 's', atMost: 0.3 }];
  },
};

const total = (steps: MeasuredStep[], part: 'ownMs' | 'ffmpegMs' | 'aiMs'): number =>
  steps.reduce((sum, step) => sum + step[part], 0);

function medians(rounds: MeasuredStep[][]): MeasuredStep[] {
  const names = rounds[0]?.map(({ name }) => name) ?? [];
  const of = (index: number, part: 'ownMs' | 'ffmpegMs' | 'aiMs') =>
    median(rounds.map((steps) => steps[index]?.[part] ?? 0));
  return names.map((name, index) => ({
    name,
    ownMs: of(index, 'ownMs'),
    ffmpegMs: of(index, 'ffmpegMs'),
    aiMs: of(index, 'aiMs'),
  }));
}

const parts = ['ours', 'ffmpeg', 'AI'];

const breakdown = (steps: MeasuredStep[]): string =>
  table([
    ['', ...parts],
    ...steps.map(({ name, ownMs, ffmpegMs, aiMs }) => [
      name,
      ...[ownMs, ffmpegMs, aiMs].map((ms) => ms.toFixed(1)),
    ]),
  ]);

const picture = join(import.meta.dirname, '../../../../docs/performance.svg');

const drawn = (steps: MeasuredStep[]): string =>
  barChart(
    `Where the time of a recording of ${recordingSeconds} s goes, with an engine that answers at once`,
    parts,
    steps.map(({ name, ownMs, ffmpegMs, aiMs }) => ({ name, parts: [ownMs, ffmpegMs, aiMs] })),
  );
