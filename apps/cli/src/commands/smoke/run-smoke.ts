import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Unexpected, type ApiClient } from './api-client.ts';
import { checkNote, checkTranscript, meetingSchema, type Meeting } from './meeting.ts';
import {
  api,
  exported,
  findListed,
  playFrom,
  remove,
  removeOwn,
  titled,
  upload,
} from './own-meetings.ts';

export interface Smoke {
  client: ApiClient;
  account: { email: string; password: string };
  /** A recording of clear speech. */
  sample: string;
  /** What was made earlier is of a run that is over; another one may be under way. */
  leftBefore: Date;
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

const askEveryMs = 2_000;
const cleanWithinMs = 30_000;

const sessionSchema = z.object({ access_token: z.string() });
const readySchema = z.object({ details: z.record(z.string(), z.string()).optional() });

/**
 * Uses a deployment as a user does, from signing in to deleting.
 * @throws StepFailed naming the step and what was answered.
 */
export async function runSmoke(smoke: Smoke): Promise<void> {
  const { client, account, sample, leftBefore, signal, onStep, onProgress } = smoke;
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
      () => removeOwn(client, (meeting) => meeting.created_at < leftBefore),
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
    const cleaning = client.until(AbortSignal.timeout(cleanWithinMs));
    await removeOwn(cleaning, (meeting) => meeting.title === title).catch(() => undefined);
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
