import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Unexpected, type ApiClient } from './api-client.ts';
import { checkNote, checkTranscript, meetingSchema, type Meeting } from './meeting.ts';

export interface Smoke {
  client: ApiClient;
  account: { email: string; password: string };
  /** A recording of clear speech. */
  sample: string;
  /** Ends it; nothing stays behind even so. */
  signal: AbortSignal;
  /** Told of every step that is done, and how far one is that takes long. */
  onStep: (step: Step) => void;
  onProgress: (sentence: string) => void;
}

export interface Step {
  name: string;
  seconds: number;
  /** What came of it. */
  told: string;
}

/** A step did not come to its end. */
export class StepFailed extends Error {
  readonly step: string;
  readonly seconds: number;

  constructor(step: string, seconds: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.step = step;
    this.seconds = seconds;
  }
}

const api = '/api/v1/mobile';
/** By which what an interrupted run left is known. */
const titled = 'Smoke test ';
const askEveryMs = 2_000;
const cleanWithinMs = 30_000;

const sessionSchema = z.object({ access_token: z.string() });
const listSchema = z.object({ data: z.array(z.object({ id: z.string(), title: z.string() })) });
const addressSchema = z.object({ url: z.url() });
const readySchema = z.object({ details: z.record(z.string(), z.string()).optional() });

/**
 * Uses a deployment as a user does, from signing in to deleting.
 * @throws StepFailed naming the step and what was answered.
 */
export async function runSmoke(smoke: Smoke): Promise<void> {
  const { client, account, sample, signal, onStep, onProgress } = smoke;
  const title = `${titled}${randomUUID()}`;

  async function step<T>(name: string, work: () => Promise<T>, tell: (result: T) => string) {
    const beganMs = performance.now();
    const seconds = () => Math.round((performance.now() - beganMs) / 100) / 10;
    onProgress(`${name} …`);
    try {
      const result = await work();
      onStep({ name, seconds: seconds(), told: tell(result) });
      return result;
    } catch (error) {
      throw new StepFailed(name, seconds(), error);
    }
  }

  await step(
    'ready',
    () => client.ask('/ready'),
    ({ json }) => {
      const { details = {} } = readySchema.parse(json);
      return ['it answers', ...Object.values(details)].join('; ');
    },
  );
  await step(
    'sign in',
    () => signIn(client, account),
    (how) => how,
  );
  try {
    await step(
      'clear',
      () => removeOwn(client),
      (count) => `${count} left by earlier runs`,
    );
    const id = await step(
      'upload',
      () => upload(client, title, sample),
      (made) => made,
    );
    const meeting = await step(
      'transcript',
      () => untilCompleted(client, id, { signal, onProgress }),
      checkTranscript,
    );
    await step('note', () => Promise.resolve(meeting), checkNote);
    await step(
      'list',
      () => findListed(client, id),
      () => 'it is there',
    );
    await step(
      'play',
      () => playFrom(client, id),
      (bytes) => `${bytes} bytes`,
    );
    await step(
      'export',
      () => exported(client, meeting),
      (formats) => formats,
    );
    await step(
      'delete',
      () => remove(client, id),
      () => 'it is gone',
    );
  } finally {
    // Also what was asked for and not answered, by its title; whatever has ended this.
    await removeOwn(client.until(AbortSignal.timeout(cleanWithinMs))).catch(() => undefined);
  }
}

/** The account is made the first time. */
async function signIn(client: ApiClient, account: Smoke['account']): Promise<string> {
  const sign = async (path: string, body: object) => {
    const { json } = await client.ask(`${api}/auth/${path}`, { method: 'POST', body });
    client.signIn(sessionSchema.parse(json).access_token);
  };
  try {
    await sign('login', account);
    return 'as SMOKE_EMAIL';
  } catch (refused) {
    if (!(refused instanceof Unexpected) || refused.status !== 401) throw refused;
    await sign('register', { name: 'Smoke test', ...account }).catch((error: unknown) => {
      // The account is there, so it is the password that was refused.
      throw error instanceof Unexpected && error.status === 409 ? refused : error;
    });
    return 'as SMOKE_EMAIL, which is new';
  }
}

async function ownMeetings(client: ApiClient): Promise<{ id: string; title: string }[]> {
  const { json } = await client.ask(`${api}/meetings/?view=compact&limit=1000`);
  return listSchema.parse(json).data;
}

/** @returns how many there were. */
async function removeOwn(client: ApiClient): Promise<number> {
  const own = (await ownMeetings(client)).filter(({ title }) => title.startsWith(titled));
  for (const { id } of own) await client.ask(`${api}/meetings/${id}`, { method: 'DELETE' });
  return own.length;
}

async function upload(client: ApiClient, title: string, sample: string): Promise<string> {
  const body = new FormData();
  body.set('title', title);
  body.set('audio_file', await openAsBlob(sample), 'sample.opus');
  const headers = { 'idempotency-key': randomUUID() };
  const { json } = await client.ask(`${api}/meetings/`, { method: 'POST', body, headers });
  return z.object({ id: z.string() }).parse(json).id;
}

async function untilCompleted(
  client: ApiClient,
  id: string,
  { signal, onProgress }: Pick<Smoke, 'signal' | 'onProgress'>,
): Promise<Meeting> {
  let last = 'nothing was answered yet';
  for (;;) {
    try {
      const { json } = await client.ask(`${api}/meetings/${id}`);
      const meeting = meetingSchema.parse(json);
      const { stage, percent, note } = meeting.progress;
      last = [`${meeting.status} at ${stage}, ${percent} %`, note].filter(Boolean).join(': ');
      if (meeting.status === 'COMPLETED') return meeting;
      if (meeting.status === 'FAILED') throw new Error(meeting.error?.message ?? 'It is FAILED.');
    } catch (error) {
      // What is restarted under it does not end it.
      const passes = error instanceof Unexpected && (error.status ?? 503) >= 500;
      if (!passes && !signal.aborted) throw error;
      if (passes) last = error.message;
    }
    onProgress(last);
    await pause(askEveryMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw new Error(`${reasonOfAbort(signal)} It was last: ${last}.`);
  }
}

const reasonOfAbort = ({ reason }: AbortSignal): string =>
  reason instanceof Error ? reason.message : 'It was ended.';

async function findListed(client: ApiClient, id: string): Promise<void> {
  if ((await ownMeetings(client)).some((meeting) => meeting.id === id)) return;
  throw new Error('The meeting is not in the list.');
}

/** What a player does. @returns how many bytes came. */
async function playFrom(client: ApiClient, id: string): Promise<number> {
  const { json } = await client.ask(`${api}/meetings/${id}/audio/url`);
  const { url } = addressSchema.parse(json);
  const answer = await fetch(url, { signal: AbortSignal.timeout(askEveryMs * 5) }).catch(
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

async function exported(client: ApiClient, { id, transcription }: Meeting): Promise<string> {
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

async function remove(client: ApiClient, id: string): Promise<void> {
  await client.ask(`${api}/meetings/${id}`, { method: 'DELETE' });
  const gone = await client.ask(`${api}/meetings/${id}`).then(
    () => false,
    (error: unknown) => error instanceof Unexpected && error.status === 404,
  );
  if (!gone) throw new Error('A meeting that was deleted can still be read.');
}
