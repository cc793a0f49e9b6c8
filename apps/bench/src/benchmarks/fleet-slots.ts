import { cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { waitFor } from '@memo/testing';
import type { Benchmark } from '../benchmark.ts';
import { createAccount } from '../memo/account.ts';
import { startApi, startWorker, unlimited } from '../memo/apps.ts';
import { uploadBacklog } from '../memo/backlog.ts';
import { startEmulator } from '../memo/emulator.ts';
import { startServers } from '../memo/servers.ts';
import { recordingBytes, writeRecording } from '../upload/recording.ts';

const slots = 50;
const recordingSeconds = 20;
/** So long that two cores prepare the next recordings in less than 60 % of their time. */
const engineSeconds = 90;
/** Before the first two are over the slots are not all at work; the last meetings have no successors. */
const rounds = 4;

/** While engines take their time, nothing else keeps the slots of a worker from having them at work. */
export const fleetSlots: Benchmark = {
  name: 'fleet-slots',
  async run({ resources, say }) {
    say(`starting PostgreSQL, Redis, S3, the API, a worker of ${slots} slots, and a slow Gemini`);
    const { settings: servers, directory } = await startServers(resources);
    const askedAt: number[] = [];
    const engine = await startEmulator(resources, recordingSeconds, async () => {
      const number = askedAt.push(performance.now());
      // The first answers come one after the other, so that the slots are out of step, as they are in a fleet that runs.
      await wait(engineSeconds * 1000 * Math.min(number / slots, 1));
    });
    const settings = {
      ...{ ...servers, ...unlimited, ...engine },
      SPEECH_DETECTION: 'silence',
      WORKER_CONCURRENCY: String(slots),
    };
    const api = await startApi(resources, settings);
    const worker = await startWorker(resources, 'transcription-worker', settings);
    const account = await createAccount(api.url);
    const path = await writeRecording(directory, recordingBytes(recordingSeconds));
    const url = `${api.url}/api/v1/mobile/meetings/`;
    const count = slots * rounds;
    await uploadBacklog({ url, account, path, workers: [worker] }, count);
    const asked = async (number: number) => {
      const timeoutMs = (rounds + 2) * engineSeconds * 1000;
      await waitFor(`question ${number}`, () => askedAt.length >= number, { timeoutMs });
      return askedAt[number - 1] ?? 0;
    };
    const from = await asked(2 * slots);
    const busyBefore = processorTimes();
    const to = await asked(count);
    const busy = shareOf(busyBefore, processorTimes());
    const perSecond = (count - 2 * slots) / ((to - from) / 1000);
    const limit = slots / engineSeconds;
    say(
      `${perSecond.toFixed(3)} meetings a second of ${limit.toFixed(3)}, processors ${(busy * 100).toFixed(0)} % busy`,
    );
    return [
      {
        name: `meetings a second with ${slots} slots and a slow engine, of Little's limit`,
        value: perSecond / limit,
        unit: 'ratio',
        atLeast: 0.98,
      },
      { name: 'processors busy meanwhile', value: busy, unit: 'ratio', atMost: 0.6 },
    ];
  },
};

interface ProcessorTimes {
  idle: number;
  all: number;
}

function processorTimes(): ProcessorTimes {
  const times = cpus().map((cpu) => cpu.times);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    idle: sum(times.map(({ idle }) => idle)),
    all: sum(times.flatMap((each) => Object.values(each))),
  };
}

const shareOf = (before: ProcessorTimes, after: ProcessorTimes): number =>
  1 - (after.idle - before.idle) / (after.all - before.all);
