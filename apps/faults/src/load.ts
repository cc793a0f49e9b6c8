import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { buildTone } from '@memo/testing';
import { wordFor } from './system/engine.ts';

/** What a client knows of a recording that was accepted. */
export interface Accepted {
  meetingId: string;
  sha256: string;
  /** What is said in it, throughout; null where it is sent in several pieces. */
  word: string | null;
}

export interface Load {
  /** All that was answered with 2xx. */
  accepted: Accepted[];
  /** How many were not. */
  refused: number;
  /** What these heard, where it was kept. */
  refusals?: string[];
}

export interface Recording {
  title: string;
  file: Buffer;
  word: string | null;
}

export interface Client {
  /**
   * Uploads recordings, some of several chunks: half of them at once, the others little by little. Every other one has
   * an `Idempotency-Key` and is sent until it is accepted; the rest is sent once.
   */
  upload(count: number): Promise<Load>;
  /** The next recording, of a length that no other has. */
  nextRecording(seconds?: number): Recording;
  /** Sends one, once. @throws where there is no answer. */
  send(recording: Recording, headers?: Record<string, string>): Promise<Response>;
  /** What was accepted, by its answer; null where it was refused. */
  accepted(recording: Recording, answer: Response): Promise<Accepted | null>;
  /** What a person does about a FAILED meeting. */
  retry(meetingId: string): Promise<void>;
  /** The address of one of the API processes, and what a request must carry. */
  urlOf(path: string): string;
  headers: Readonly<Record<string, string>>;
}

const atOnce = 5;
/** One in so many is longer than a chunk. */
const longEvery = 10;
const longSeconds = 250;
const patienceMs = 120_000;

/**
 * @param random of the pauses between uploads, and of the API process each goes to.
 * @returns what signs a person up. No two of them have a recording that sounds alike.
 */
export function createClients(
  apiUrls: readonly string[],
  random: () => number,
): () => Promise<Client> {
  let number = 0;
  const nextNumber = () => (number += 1);
  return () => createClient({ apiUrls, random, nextNumber });
}

interface Numbered {
  apiUrls: readonly string[];
  random: () => number;
  nextNumber: () => number;
}

async function createClient({ apiUrls, random, nextNumber }: Numbered): Promise<Client> {
  const urlOf = (path: string): string =>
    `${apiUrls[Math.floor(random() * apiUrls.length)] ?? ''}/api/v1/mobile${path}`;
  const headers = { authorization: `Bearer ${await signUp(urlOf('/auth/register'))}` };
  let sent = 0;

  function nextRecording(given?: number): Recording {
    const number = nextNumber();
    const isLong = given === undefined && number % longEvery === 0;
    const usual = isLong ? longSeconds + number / 10 : 1.5 + (number % 300) / 10;
    const seconds = Math.round((given ?? usual) * 10) / 10;
    const title = `Recording ${number}`;
    // Of no whole number of hertz: cut into chunks, it would be the same sound twice.
    const file = buildTone(seconds, 400 + (number * Math.SQRT2) / 10);
    return { title, file, word: isLong ? null : wordFor(seconds * 1000) };
  }

  function send({ title, file }: Recording, own: Record<string, string> = {}): Promise<Response> {
    const body = new FormData();
    body.set('title', title);
    body.set('audio_file', new Blob([new Uint8Array(file)]), 'tone.wav');
    return fetch(urlOf('/meetings/'), { method: 'POST', headers: { ...headers, ...own }, body });
  }

  async function accepted({ file, word }: Recording, answer: Response): Promise<Accepted | null> {
    const { id } = (await answer.json().catch(() => ({}))) as { id?: string };
    if (answer.status !== 201 || id === undefined) return null;
    return { meetingId: id, sha256: createHash('sha256').update(file).digest('hex'), word };
  }

  /** @returns what the last answer was where it was not accepted. */
  async function uploadOne(): Promise<Accepted | string> {
    const recording = nextRecording();
    sent += 1;
    const isKeyed = sent % 2 === 0;
    const own: Record<string, string> = isKeyed ? { 'idempotency-key': randomUUID() } : {};
    const untilMs = performance.now() + patienceMs;
    for (;;) {
      const answer = await send(recording, own).catch((error: unknown) => String(error));
      const text = typeof answer === 'string' ? answer : await answer.clone().text().catch(String);
      const taken =
        typeof answer === 'string' ? null : await accepted(recording, answer).catch(() => null);
      if (taken !== null) return taken;
      if (!isKeyed || performance.now() > untilMs) {
        return `${recording.title}: ${typeof answer === 'string' ? '' : `${answer.status} `}${text}`;
      }
      await delay(500 + random() * 1_000);
    }
  }

  async function upload(count: number): Promise<Load> {
    const refusals: string[] = [];
    const load: Load = { accepted: [], refused: 0, refusals };
    let left = count;
    const some = async () => {
      while (left > 0) {
        left -= 1;
        const pauseMs = left > count / 2 ? 100 : 4_000;
        const taken = await uploadOne();
        if (typeof taken !== 'string') load.accepted.push(taken);
        else {
          load.refused += 1;
          refusals.push(taken);
        }
        await delay(random() * pauseMs);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, some));
    return load;
  }

  return {
    ...{ upload, nextRecording, send, accepted, urlOf, headers },
    retry: async (meetingId) => {
      await fetch(urlOf(`/meetings/${meetingId}/retry`), { method: 'POST', headers });
    },
  };
}

/** @returns an access token. */
async function signUp(url: string): Promise<string> {
  const name = randomUUID().slice(0, 8);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Robin',
      email: `robin-${name}@example.com`,
      password: 'correct horse battery',
    }),
  });
  if (!response.ok) throw new Error(`Signing up: ${response.status} ${await response.text()}`);
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}
