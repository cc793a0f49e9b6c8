import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { z } from 'zod';
import { Unexpected, type ApiClient } from './api-client.ts';
import { meetingSchema, type Meeting } from './meeting.ts';

export const api = '/api/v1/mobile';
/** By which what an interrupted run left is known. */
export const titled = 'Smoke test ';
const audioWithinMs = 10_000;

const listSchema = z.object({
  data: z.array(z.object({ id: z.string(), title: z.string(), created_at: z.coerce.date() })),
});
const addressSchema = z.object({ url: z.url() });

async function ownMeetings(client: ApiClient): Promise<Listed[]> {
  const { json } = await client.ask(`${api}/meetings/?view=compact&limit=1000`);
  return listSchema.parse(json).data;
}

type Listed = z.output<typeof listSchema>['data'][number];

/** @returns how many there were. */
export async function removeOwn(
  client: ApiClient,
  isMeant: (meeting: Listed) => boolean,
): Promise<number> {
  const own = (await ownMeetings(client)).filter(
    (meeting) => meeting.title.startsWith(titled) && isMeant(meeting),
  );
  for (const { id } of own) await client.ask(`${api}/meetings/${id}`, { method: 'DELETE' });
  return own.length;
}

export async function upload(client: ApiClient, title: string, sample: string): Promise<string> {
  const body = new FormData();
  body.set('title', title);
  body.set('audio_file', await openAsBlob(sample), 'sample.opus');
  const headers = { 'idempotency-key': randomUUID() };
  const { json } = await client.ask(`${api}/meetings/`, { method: 'POST', body, headers });
  return z.object({ id: z.string() }).parse(json).id;
}

export async function findListed(client: ApiClient, id: string): Promise<void> {
  if ((await ownMeetings(client)).some((meeting) => meeting.id === id)) return;
  throw new Error('The meeting is not in the list.');
}

/** What a player does. @returns how many bytes came. */
export async function playFrom(client: ApiClient, id: string): Promise<number> {
  const { json } = await client.ask(`${api}/meetings/${id}/audio/url`);
  const { url } = addressSchema.parse(json);
  const answer = await fetch(url, { signal: AbortSignal.timeout(audioWithinMs) }).catch(
    (cause: unknown) => {
      throw new Error(`The address of the audio at ${new URL(url).host} does not answer.`, {
        cause,
      });
    },
  );
  const bytes = (await answer.arrayBuffer()).byteLength;
  if (answer.ok && bytes > 0) return bytes;
  throw new Error(`The address of the audio at ${new URL(url).host} answers ${answer.status}.`);
}

export async function exported(client: ApiClient, { id, transcription }: Meeting): Promise<string> {
  const path = `${api}/meetings/${id}/export?format=`;
  const { json } = await client.ask(`${path}json`);
  const whole = meetingSchema.parse(json);
  if (whole.transcription.length !== transcription.length) {
    throw new Error('The export has another transcript.');
  }
  const { bytes } = await client.ask(`${path}pdf`);
  if (!bytes.subarray(0, 4).equals(Buffer.from('%PDF'))) throw new Error('The PDF is none.');
  return 'JSON and PDF';
}

export async function remove(client: ApiClient, id: string): Promise<void> {
  await client.ask(`${api}/meetings/${id}`, { method: 'DELETE' });
  const gone = await client.ask(`${api}/meetings/${id}`).then(
    () => false,
    (error: unknown) => error instanceof Unexpected && error.status === 404,
  );
  if (!gone) throw new Error('A meeting that was deleted can still be read.');
}
