import { createS3Storage } from '@memo/storage';
import { loadTranscriptionWorkerConfig } from '@memo/config';
import { waitFor } from '@memo/testing';
import { plainEnvironment, startProcess } from '@memo/testing/processes';
import type { DataSource } from 'typeorm';
import type { Benchmark } from '../benchmark.ts';
import { startProviderClock, type ProviderClock } from '../measure/provider-clock.ts';
import { median } from '../measure/statistics.ts';
import { createAccount } from '../memo/account.ts';
import { startApi, startWorker, unlimited, type AppSettings } from '../memo/apps.ts';
import { uploadBacklog, type Backlog } from '../memo/backlog.ts';
import { startEmulator } from '../memo/emulator.ts';
import { untilCompleted } from '../memo/meeting-steps.ts';
import { startServers } from '../memo/servers.ts';
import { runScript } from '../processes/run-script.ts';
import { recordingBytes, writeRecording } from '../upload/recording.ts';
import type { SendRecording, SentRecording } from '../upload/send-recording.main.ts';

const recordingSeconds = 60;
const atOnce = 12;
const rounds = 5;

/** One worker takes nearly as many meetings through as could be taken through without anything that makes them safe. */
export const pipelineThroughput: Benchmark = {
  name: 'pipeline-throughput',
  async run({ resources, say }) {
    say(
      'starting PostgreSQL, Redis, S3, the API, a worker, a Gemini that answers at once, and a bare loop',
    );
    const { settings: servers, directory, database } = await startServers(resources);
    const clock = resources.use(startProviderClock());
    const settings: AppSettings = {
      ...servers,
      ...unlimited,
      ...(await startEmulator(resources, recordingSeconds)),
      // In noise a voice detector hears nobody, and nothing would be asked.
      SPEECH_DETECTION: 'silence',
    };
    const api = await startApi(resources, settings);
    const worker = await startWorker(resources, 'transcription-worker', settings);
    const account = await createAccount(api.url);
    const path = await writeRecording(directory, recordingBytes(recordingSeconds));
    const bare = await startBare(resources, settings, path);
    const url = `${api.url}/api/v1/mobile/meetings/`;
    const send = (clock: ProviderClock) => firstRequest(clock, { ...account, url, path });

    // Of each round by itself: what else a machine does lasts longer than one.
    const rates: number[] = [];
    const delays: number[] = [];
    // In turns, so that whatever else the machine does falls on both. The first round warms up.
    for (let round = 0; round <= rounds; round += 1) {
      const bareMs = await bare.meetings(atOnce);
      const oursMs = await meetingsAtOnce({ url, account, path, workers: [worker], database });
      const answers = { bare: await bare.send(clock), ours: await send(clock) };
      await untilCompleted(database, answers.ours.meetingId);
      if (round === 0) continue;
      rates.push(bareMs / oursMs);
      delays.push(answers.ours.firstMs / answers.bare.firstMs);
      say(
        `round ${round} of ${rounds}: ${atOnce} meetings, bare ${seconds(bareMs)}, ours ${seconds(oursMs)}; ` +
          `first request after the last byte, bare ${seconds(answers.bare.firstMs)}, ours ${seconds(answers.ours.firstMs)}`,
      );
    }
    return [
      {
        name: 'meetings a second, one worker, of a bare loop',
        value: median(rates),
        unit: 'ratio',
        atLeast: 0.92,
      },
      {
        name: 'last byte to first engine request, of bare',
        value: median(delays),
        unit: 'ratio',
        atMost: 1.2,
      },
    ];
  },
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

async function startBare(resources: AsyncDisposableStack, settings: AppSettings, path: string) {
  const environment = { ...plainEnvironment(), ...settings };
  const main = new URL('../pipeline/bare-pipeline.main.ts', import.meta.url);
  const loop = resources.use(startProcess({ main, environment }));
  const port = await loop.said(({ port }) => (typeof port === 'number' ? port : undefined));
  const url = `http://127.0.0.1:${port}`;
  const storage = createS3Storage(loadTranscriptionWorkerConfig(environment).storage);
  resources.defer(() => storage.close());
  await storage.upload(path, 'recording', { contentType: 'audio/wav' });
  const run = async (count: number): Promise<number> => {
    const started = performance.now();
    const answer = await fetch(`${url}/recording?count=${count}`, { method: 'POST' });
    if (!answer.ok) throw new Error(`The bare loop: ${await answer.text()}`);
    return performance.now() - started;
  };
  return {
    meetings: run,
    send: async (clock: ProviderClock) => {
      const input = { url: `${url}/sent`, authorization: '', path, bare: true };
      const sent = await firstRequest(clock, input);
      await run(0);
      return sent;
    },
  };
}

const script = new URL('../upload/send-recording.main.ts', import.meta.url);

/** @returns what was sent, and how long after its last byte an engine was asked about it, in ms. */
async function firstRequest(clock: ProviderClock, input: SendRecording) {
  const sent = await runScript<SentRecording>(script, input);
  const call = await waitFor(
    'an engine to be asked',
    () => clock.calls().find(({ start }) => start > sent.lastByteAt),
    { timeoutMs: 60_000, everyMs: 5 },
  );
  return { ...sent, firstMs: call.start - sent.lastByteAt };
}

interface AtOnce extends Backlog {
  database: DataSource;
}

/** How long one worker takes for so many meetings that are there when it begins, in ms. */
async function meetingsAtOnce({ database, ...backlog }: AtOnce): Promise<number> {
  const ids = await uploadBacklog(backlog, atOnce);
  const startedAt = Date.now();
  const ends: number[] = [];
  for (const id of ids) ends.push(await untilCompleted(database, id));
  return Math.max(...ends) - startedAt;
}
