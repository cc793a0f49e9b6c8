import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '@memo/testing';
import { startGeminiEmulator } from '@memo/testing/gemini';
import type { DataSource } from 'typeorm';
import type { Benchmark } from '../benchmark.ts';
import { createAccount } from '../memo/account.ts';
import { startApi, startWorker, type AppSettings } from '../memo/apps.ts';
import { startServers } from '../memo/servers.ts';
import { recordingBytes, writeRecording } from '../upload/recording.ts';

const recordingSeconds = 10;
/** A lease is renewed every one and a half seconds: each round kills at another moment between two renewals. */
const renewalMs = 1_500;

/** What a killed worker held is soon somebody else's, whether or not an API looks after the ledger. */
export const pipelineRecovery: Benchmark = {
  name: 'pipeline-recovery',
  async run({ resources, say }) {
    say(
      'starting PostgreSQL, Redis, S3, the API, workers to be killed and a Gemini that never answers',
    );
    const { settings: servers, directory, database } = await startServers(resources);
    const gemini = await startGeminiEmulator();
    resources.defer(() => gemini.close());
    gemini.onTranscribe(() => new Promise(() => undefined));
    const settings: AppSettings = {
      ...servers,
      GEMINI_KEY: gemini.apiKey,
      GEMINI_BASE_URL: gemini.baseUrl,
      // In noise a voice detector hears nobody, and nothing would be asked.
      SPEECH_DETECTION: 'silence',
      // What hangs takes its slot.
      WORKER_CONCURRENCY: '20',
      JWT_SECRET: randomUUID(),
    };
    const path = await writeRecording(directory, recordingBytes(recordingSeconds));
    const start = () => startWorker(resources, 'transcription-worker', settings);

    /** In each round a worker is killed that has just begun, while another one has nothing to do. */
    async function recoveries(rounds: number, withApi: boolean): Promise<number> {
      let api = await startApi(resources, settings);
      const account = await createAccount(api.url);
      let holder = await start();
      const taken: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const { meetingId } = await account.upload(path);
        const epoch = await epochOf(database, meetingId, 0);
        const next = await start();
        if (!withApi) await api[Symbol.asyncDispose]();
        await delay((round / rounds) * renewalMs);
        process.kill(holder.pid, 'SIGKILL');
        const killedAt = performance.now();
        await epochOf(database, meetingId, epoch);
        taken.push((performance.now() - killedAt) / 1_000);
        holder = next;
        if (!withApi) api = await startApi(resources, { ...settings, PORT: new URL(api.url).port });
      }
      say(`${withApi ? 'with' : 'without'} an API: ${taken.map((s) => s.toFixed(1)).join(', ')} s`);
      await holder[Symbol.asyncDispose]();
      await api[Symbol.asyncDispose]();
      return Math.max(...taken);
    }

    return [
      {
        name: 'a killed worker to the next claim of its work, worst',
        value: await recoveries(6, true),
        unit: 's',
        atMost: 10,
      },
      {
        name: 'the same while no API runs',
        value: await recoveries(3, false),
        unit: 's',
        atMost: 10,
      },
    ];
  },
};

/** The epoch of a chunk that is being transcribed, once it is above this one. */
const epochOf = (database: DataSource, meetingId: string, above: number): Promise<number> =>
  waitFor(
    'a worker to claim the chunk',
    async () => {
      const [run]: { epoch: number }[] = await database.query(
        `SELECT epoch FROM stage_runs
         WHERE meeting_id = $1 AND stage = 'transcribe' AND status = 'running' AND epoch > $2`,
        [meetingId, above],
      );
      return run?.epoch;
    },
    { timeoutMs: 60_000, everyMs: 20 },
  );
