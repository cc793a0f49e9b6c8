import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client, Load, Recording } from '../load.ts';
import type { Fault } from '../strike.ts';

export const clientsGone: Fault = {
  name: 'clients-gone',
  promise:
    'a client that leaves in the middle of an upload, or before its answer, leaves nothing over',
  crashes: 'none',
  load: 'usual',
  strike: async ({ client }) => {
    for (let times = 0; times < 10; times += 1) {
      await Promise.all([sendShare(client, 0.5), sendShare(client, 1)]);
      await delay(200);
    }
  },
};

export const keyUsedFiftyTimes: Fault = {
  name: 'key-used-fifty-times',
  promise: 'fifty requests at once under one key make one meeting',
  crashes: 'none',
  load: 'usual',
  strike: async ({ client, problem, figure }) => {
    const load: Load = { accepted: [], refused: 0 };
    const recording = client.nextRecording(8.8);
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => client.send(recording, headers)),
    );
    const counts = new Map<number, number>();
    for (const answer of answers) {
      counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
      const taken = await client.accepted(recording, answer);
      if (taken !== null) load.accepted.push(taken);
    }
    const ids = new Set(load.accepted.map(({ meetingId }) => meetingId));
    if (ids.size !== 1) problem(`${ids.size} meetings under one key`);
    // 503 where one person has as many uploads under way as may be.
    const others = [...counts.keys()].filter((status) => ![201, 409, 503].includes(status));
    if (others.length > 0) problem(`answers ${others.join(', ')} under one key`);
    figure([...counts].map(([status, count]) => `${count} times ${status}`).join(', '));
    return { accepted: load.accepted.slice(0, 1), refused: 0 };
  },
};

/** Sends a part of an upload, and leaves. */
async function sendShare(client: Client, share: number): Promise<void> {
  const { body, contentType } = formOf(client.nextRecording());
  const asking = request(client.urlOf('/meetings/'), {
    method: 'POST',
    headers: { ...client.headers, 'content-type': contentType, 'content-length': body.length },
  });
  asking.on('error', () => undefined);
  asking.write(body.subarray(0, Math.floor(body.length * share)));
  await Promise.race([once(asking, 'response').catch(() => undefined), delay(100)]);
  asking.destroy();
}

function formOf({ title, file }: Recording): { body: Buffer; contentType: string } {
  const boundary = `memo${randomUUID()}`;
  const part = (disposition: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n`;
  const body = Buffer.concat([
    Buffer.from(`${part('name="title"')}\r\n${title}\r\n`),
    Buffer.from(`${part('name="audio_file"; filename="tone.wav"')}content-type: audio/wav\r\n\r\n`),
    file,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { body, contentType: `multipart/form-data; boundary=${boundary}` };
}
