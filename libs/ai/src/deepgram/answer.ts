import { z } from 'zod';
import type { ReadRefusal } from '../calls/speech-service.ts';
import { isFields, textIn } from '../reading/fields.ts';
import { readTurns, type AudioSent, type ReadAnswer } from '../reading/turns.ts';
import { turnsOfWords } from '../reading/turns-of-words.ts';
import { comparedWithText } from '../reading/whole-text.ts';
import { letters } from '../reading/written-words.ts';
import type { ProviderUsage } from '../recognition.schema.ts';

const errorBody = z.union([
  z
    .object({ err_code: z.string(), err_msg: z.string().default('') })
    .transform(({ err_code: code, err_msg: words }) => ({ code, words })),
  z
    .object({
      category: z.string(),
      message: z.string().default(''),
      details: z.string().nullish(),
    })
    .transform(({ category: code, message, details }) => {
      return { code, words: [message, details].filter(Boolean).join(' ') };
    }),
]);

export const readDeepgramRefusal: ReadRefusal = (body) =>
  errorBody.safeParse(body).data ?? { code: '', words: '' };

const metadata = z.object({
  metadata: z.object({
    duration: z.number().nonnegative().optional().catch(undefined),
    model_info: z
      .record(z.string(), z.object({ arch: z.string() }))
      .optional()
      .catch(undefined),
  }),
});

/** It bills by the length of the audio, which it says. */
export function usageIn(body: unknown): ProviderUsage | null {
  const audioSeconds = metadata.safeParse(body).data?.metadata.duration;
  return audioSeconds === undefined ? null : { inputTokens: 0, outputTokens: 0, audioSeconds };
}

/** The model that really answered; null where it is not said. */
export function answeringModel(body: unknown): string | null {
  const models = Object.values(metadata.safeParse(body).data?.metadata.model_info ?? {});
  return models[0]?.arch ?? null;
}

/** Its utterances, or its words, each of which has a speaker, where they are fuller; null when there is no result at all. */
export function readDeepgramAnswer(body: unknown, sent: AudioSent): ReadAnswer | null {
  if (!isFields(body) || !isFields(body.results)) return null;
  const { utterances, channels } = body.results;
  const channel: unknown = Array.isArray(channels) ? channels[0] : channels;
  const alternatives = isFields(channel) ? channel.alternatives : undefined;
  const first: unknown = Array.isArray(alternatives) ? alternatives[0] : alternatives;
  const { words = [], transcript = '' } = isFields(first) ? first : {};
  const list: unknown[] = Array.isArray(words) ? words : [];
  const spelled = list.map((word) => (isFields(word) ? textIn(word) : null) ?? '').join(' ');
  const text = typeof transcript === 'string' ? transcript : '';
  const whole = (read: ReadAnswer) => comparedWithText(read, text === '' ? spelled : text, sent);
  const byUtterances = readTurns(utterances, sent);
  const byWords = readTurns(turnsOfWords(list, text), sent);
  const ways = [byUtterances, byWords].map(whole).filter((read) => read.utterances.length > 0);
  // What one of them lacks the other may have.
  const best = ways.toSorted((a, b) => a.unread.length - b.unread.length)[0];
  if (best !== undefined) return best;
  const unread = [...byUtterances.unread, ...byWords.unread];
  const untimed = byUtterances.untimed || byWords.untimed || letters(text) !== '';
  return { utterances: [], unread: untimed ? [] : unread, untimed, givenTwice: 0 };
}
