import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '@memo/testing';

const sample = join(import.meta.dirname, '../../../stack/sample');

interface Meeting {
  id: string;
  status: string;
  error: { message: string } | null;
  transcription: { text: string }[];
  coverage: { share: number } | null;
}

/** What came of the sample call. */
export interface Processed {
  words: number;
  coverage: number;
  pdfBytes: number;
}

/** Uploads both sides of the sample call and waits for the transcript, as an app of a user does. */
export async function processSample(apiUrl: string): Promise<Processed> {
  const api = `${apiUrl}/api/v1/mobile`;
  const signUp = await fetch(`${api}/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Robin', email: 'robin@example.com', password: 'correct horse' }),
  });
  const { access_token } = await read<{ access_token: string }>(signUp);
  const headers = { authorization: `Bearer ${access_token}` };
  const body = new FormData();
  body.set('title', 'In images');
  for (const [field, name] of [
    ['audio_file', 'microphone.opus'],
    ['second_audio_file', 'system.opus'],
  ] as const) {
    body.set(field, await openAsBlob(join(sample, name)), name);
  }
  const { id } = await read<Meeting>(
    await fetch(`${api}/meetings/`, { method: 'POST', headers, body }),
  );
  const meeting = await waitFor(
    'the sample to be processed',
    async () => {
      const one = await read<Meeting>(await fetch(`${api}/meetings/${id}`, { headers }));
      return ['COMPLETED', 'FAILED'].includes(one.status) && one;
    },
    { timeoutMs: 240_000, everyMs: 1_000 },
  );
  const words = meeting.transcription.flatMap(({ text }) => text.split(' ')).length;
  if (meeting.status !== 'COMPLETED' || words === 0) {
    throw new Error(`The sample is ${meeting.status}: ${meeting.error?.message ?? 'no words'}`);
  }
  const pdf = await fetch(`${api}/meetings/${id}/export?format=pdf`, { headers });
  const bytes = Buffer.from(await pdf.arrayBuffer());
  if (bytes.subarray(0, 4).toString('latin1') !== '%PDF') {
    throw new Error(`The PDF is none: ${pdf.status} ${bytes.subarray(0, 200).toString()}`);
  }
  return { words, coverage: meeting.coverage?.share ?? 0, pdfBytes: bytes.length };
}

async function read<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The API answered ${answer.status}: ${text}`);
  return JSON.parse(text) as T;
}
