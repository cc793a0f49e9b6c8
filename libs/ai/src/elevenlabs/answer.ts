import { z } from 'zod';
import type { ReadRefusal } from '../calls/speech-service.ts';
import { isFields } from '../reading/fields.ts';
import { readTurns, type AudioSent, type ReadAnswer } from '../reading/turns.ts';
import { turnsOfWords } from '../reading/turns-of-words.ts';
import { comparedWithText } from '../reading/whole-text.ts';
import { letters } from '../reading/written-words.ts';
import type { ProviderUsage } from '../recognition.schema.ts';

const place = z.array(z.union([z.string(), z.number()]));

/** As the service words it, and as FastAPI does, which also repeats what it was sent. */
const errorBody = z.object({
  detail: z.union([
    z
      .object({
        status: z.string().nullish(),
        code: z.string().nullish(),
        message: z.string().default(''),
      })
      .transform(({ status, code, message }) => ({ code: code ?? status ?? '', words: message })),
    z
      .array(z.object({ loc: place.default([]), msg: z.string() }))
      .transform((all) => all.map(({ loc, msg }) => [...loc, msg].join(' ')).join('; '))
      .transform((words) => ({ code: '', words })),
    z.string().transform((words) => ({ code: '', words })),
  ]),
});

export const readElevenLabsRefusal: ReadRefusal = (body) =>
  errorBody.safeParse(body).data?.detail ?? { code: '', words: '' };

const billed = z.object({ audio_duration_secs: z.number().nonnegative() });

/** It bills by the length of the audio; newer answers say it. */
export function usageIn(body: unknown): ProviderUsage | null {
  const audioSeconds = billed.safeParse(body).data?.audio_duration_secs;
  return audioSeconds === undefined ? null : { inputTokens: 0, outputTokens: 0, audioSeconds };
}

/** Spaces between words, and sounds that are no words. */
const notSpoken: unknown[] = ['spacing', 'audio_event'];

/** Its words, each of which has a speaker; null when there is neither text nor a list of words. */
export function readElevenLabsAnswer(body: unknown, sent: AudioSent): ReadAnswer | null {
  if (!isFields(body) || !('text' in body || 'words' in body)) return null;
  const text = typeof body.text === 'string' ? body.text : '';
  const list: unknown[] = Array.isArray(body.words) ? body.words : [];
  const words = list.filter((word) => !isFields(word) || !notSpoken.includes(word.type));
  const read = readTurns(turnsOfWords(words, text), sent);
  if (read.utterances.length > 0 || read.unread.length > 0) {
    return comparedWithText(read, text, sent);
  }
  return { ...read, untimed: read.untimed || letters(text) !== '' };
}
