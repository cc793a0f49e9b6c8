import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Accepted, Client, Load } from '../load.ts';
import { endOf } from '../oracle/meetings.ts';
import type { Fault } from '../strike.ts';
import type { System } from '../system/start-system.ts';

const waitMs = 600_000;
const crowd = 200;
const tinySeconds = 0.5;
/** As many uploads as one person may have under way in one API process. */
const atOnce = 10;

export const oneBehindMany: Fault = {
  name: 'one-behind-many',
  promise: 'a recording of one person waits for its turn, and not for the two hundred of another',
  crashes: 'none',
  load: 'own',
  strike: async ({ system, client: many, newClient, figure, problem }) => {
    const one = await newClient();
    const load: Load = { accepted: [], refused: 0 };
    const alone: number[] = [];
    for (let times = 0; times < 3; times += 1) alone.push(await timeOf(system, one, load));
    const aloneMs = alone.toSorted((a, b) => a - b)[1] ?? 0;
    await sendTiny(many, crowd, load);
    const behindMs = await timeOf(system, one, load);
    const times = behindMs / aloneMs;
    figure(
      `one behind ${crowd} takes ${times.toFixed(1)} times as long as alone, ${(behindMs / 1000).toFixed(1)} s (at most 3 times)`,
    );
    if (times > 3) problem(`${times.toFixed(1)} times as long behind ${crowd}`);
    return load;
  },
};

const tiny = 2_000;
const held = 500;
const heldSeconds = 20;

export const overload: Fault = {
  name: 'overload',
  promise: `${tiny} uploads as fast as they go beside ${held} slow ones: what is refused is told when to come again, and what is taken ends`,
  crashes: 'none',
  load: 'own',
  strike: async ({ system, client, newClient, figure, problem }) => {
    const load: Load = { accepted: [], refused: 0 };
    const other = await newClient();
    const slow = Array.from({ length: held }, () => holdUpload(other));
    const answers = await sendTiny(client, tiny, load);
    const statuses = new Map<number, number>();
    for (const { status, headers } of answers) {
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 503 && !headers.has('retry-after')) problem('a 503 without Retry-After');
    }
    const odd = [...statuses.keys()].filter((status) => ![201, 429, 503].includes(status));
    if (odd.length > 0) problem(`answers ${odd.join(', ')}`);
    await Promise.all(slow);
    figure([...statuses].map(([status, count]) => `${count} times ${status}`).join(', '));
    figure(
      `API processes grew to ${system.fleet.pidsOf('api').map(mostMemoryOf).join(' and ')} MiB`,
    );
    return load;
  },
};

/** @returns ms from the first byte to the end of its transcription. */
async function timeOf(system: System, client: Client, load: Load): Promise<number> {
  const recording = client.nextRecording(3);
  const beganAtMs = performance.now();
  const taken = await client.accepted(recording, await client.send(recording));
  if (taken === null) throw new Error('The one recording was refused.');
  load.accepted.push(taken);
  await endOf(system, taken.meetingId, waitMs);
  return performance.now() - beganAtMs;
}

/** Sends so many, a good number at once. */
async function sendTiny(client: Client, count: number, load: Load): Promise<Response[]> {
  const answers: Response[] = [];
  let left = count;
  const some = async () => {
    while (left > 0) {
      left -= 1;
      const recording = client.nextRecording(tinySeconds);
      // All as long as the others, and each another tone.
      const answer = await client.send(recording).catch(() => null);
      const taken: Accepted | null = answer && (await client.accepted(recording, answer));
      if (answer !== null) answers.push(answer);
      if (taken === null) load.refused += 1;
      else load.accepted.push(taken);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, some));
  return answers;
}

/** Begins an upload and sends a byte a second, until it is ended or a while is over. */
async function holdUpload(client: Client): Promise<void> {
  const asking = request(client.urlOf('/meetings/'), {
    method: 'POST',
    headers: {
      ...client.headers,
      'content-type': 'multipart/form-data; boundary=slow',
      'content-length': 10_000_000,
    },
  });
  asking.on('error', () => undefined);
  asking.on('response', () => asking.destroy());
  asking.write(
    '--slow\r\ncontent-disposition: form-data; name="audio_file"; filename="a.wav"\r\n\r\n',
  );
  for (let second = 0; second < heldSeconds; second += 1) {
    await delay(1_000);
    if (asking.destroyed) break;
    asking.write('R');
  }
  asking.destroy();
}

/** The most that a process ever had in memory, in MiB, as Linux counts it. */
function mostMemoryOf(pid: number): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}
