import { setTimeout as wait } from 'node:timers/promises';
import { waitFor } from '@memo/testing';
import { faultError } from '@memo/testing/gemini';
import type { Benchmark } from '../benchmark.ts';
import { createAccount } from '../memo/account.ts';
import { startApi, startWorker, unlimited } from '../memo/apps.ts';
import { uploadBacklog } from '../memo/backlog.ts';
import { startEmulator } from '../memo/emulator.ts';
import { startServers } from '../memo/servers.ts';
import { recordingBytes, writeRecording } from '../upload/recording.ts';

const requestsPerMinute = 90;
const recordingSeconds = 20;
const engineMs = 2_000;
const minuteMs = 60_000;
const minutes = 3;

/** An engine that refuses what is more than its number in any minute is used to the full, and asked for little in vain. */
export const fleetPace: Benchmark = {
  name: 'fleet-pace',
  async run({ resources, say }) {
    say(
      `starting PostgreSQL, Redis, S3, the API, two workers, and a Gemini that takes ${requestsPerMinute} requests a minute`,
    );
    const { settings: servers, directory } = await startServers(resources);
    const taken: number[] = [];
    let refused = 0;
    const engine = await startEmulator(resources, recordingSeconds, async () => {
      const now = performance.now();
      const [oldest = 0, ...others] = taken.filter((at) => at > now - minuteMs);
      if (others.length + 1 >= requestsPerMinute) {
        refused += 1;
        const retryDelayMs = oldest + minuteMs - now;
        throw faultError({ kind: 'rate_limited', retryDelayMs }, '') ?? new Error('no refusal');
      }
      taken.push(now);
      await wait(engineMs);
    });
    const settings = {
      ...{ ...servers, ...unlimited, ...engine },
      SPEECH_DETECTION: 'silence',
      WORKER_CONCURRENCY: '25',
      SPEECH_REQUESTS_PER_MINUTE: String(requestsPerMinute),
    };
    const api = await startApi(resources, settings);
    const workers = [];
    for (let process = 0; process < 2; process += 1) {
      workers.push(await startWorker(resources, 'transcription-worker', settings));
    }
    const account = await createAccount(api.url);
    const path = await writeRecording(directory, recordingBytes(recordingSeconds));
    const url = `${api.url}/api/v1/mobile/meetings/`;
    await uploadBacklog({ url, account, path, workers }, requestsPerMinute * (minutes + 1));
    await waitFor('the first request', () => taken.length > 0, { timeoutMs: minuteMs });
    await wait(minutes * minuteMs);
    const goodput = taken.length / (minutes * requestsPerMinute);
    const wasted = refused / (taken.length + refused);
    say(`${taken.length} requests were taken in ${minutes} minutes, ${refused} were refused`);
    return [
      {
        name: 'requests an engine took, of those it takes in that time, two workers',
        value: goodput,
        unit: 'ratio',
        atLeast: 0.95,
      },
      { name: 'requests it refused, of all', value: wasted, unit: 'ratio', atMost: 0.02 },
    ];
  },
};
