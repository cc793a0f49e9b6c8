import { createHash } from 'node:crypto';
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
}

export interface Client {
  /** Uploads recordings, some of several chunks, a few at once; each is sent once. */
  upload(count: number): Promise<Load>;
  /** What a person does about a FAILED meeting. */
  retry(meetingId: string): Promise<void>;
}

const atOnce = 5;
/** One in so many is longer than a chunk. */
const longEvery = 10;
const longSeconds = 250;

/** @param seed of the pauses between uploads. */
export async function createClient(
  apiUrls: readonly string[],
  random: () => number,
): Promise<Client> {
  const urlOf = (path: string): string =>
    `${apiUrls[Math.floor(random() * apiUrls.length)] ?? ''}/api/v1/mobile${path}`;
  const response = await fetch(urlOf('/auth/register'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Robin',
      email: 'robin@example.com',
      password: 'correct horse battery',
    }),
  });
  if (!response.ok) throw new Error(`Signing up: ${response.status} ${await response.text()}`);
  const { access_token: token } = (await response.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${token}` };
  let number = 0;

  async function uploadOne(): Promise<Accepted | null> {
    number += 1;
    const isLong = number % longEvery === 0;
    // A length of its own for each, by which it is known again.
    const seconds = isLong ? longSeconds + number / 10 : 1.5 + (number % 300) / 10;
    const file = buildTone(Math.round(seconds * 10) / 10, 400 + number / 7);
    const form = new FormData();
    form.set('title', `Recording ${number}`);
    form.set('audio_file', new Blob([new Uint8Array(file)]), 'tone.wav');
    try {
      const answer = await fetch(urlOf('/meetings/'), { method: 'POST', headers, body: form });
      const { id } = (await answer.json()) as { id?: string };
      if (answer.status !== 201 || id === undefined) return null;
      const sha256 = createHash('sha256').update(file).digest('hex');
      return { meetingId: id, sha256, word: isLong ? null : wordFor(seconds * 1000) };
    } catch {
      return null;
    }
  }

  return {
    upload: async (count) => {
      const load: Load = { accepted: [], refused: 0 };
      let left = count;
      const some = async () => {
        while (left > 0) {
          left -= 1;
          const accepted = await uploadOne();
          if (accepted === null) load.refused += 1;
          else load.accepted.push(accepted);
          await delay(random() * 200);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, some));
      return load;
    },
    retry: async (meetingId) => {
      await fetch(urlOf(`/meetings/${meetingId}/retry`), { method: 'POST', headers });
    },
  };
}
