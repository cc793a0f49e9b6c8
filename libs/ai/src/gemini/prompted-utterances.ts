import { z } from 'zod';
import { isFields } from '../reading/fields.ts';
import { jsonValues } from '../reading/lenient-json.ts';
import { readTurns, type AudioSent, type ReadAnswer } from '../reading/turns.ts';

/** Seconds as numbers: clock times ("1:02") are what models confuse with hours and minutes. */
const seconds = z.number().describe('seconds from the start of this audio, as in 75.4');

/** What a prompted model is asked for. What it answers instead is read as far as it can be. */
export const promptedSchema = z.object({
  utterances: z.array(
    z.object({
      speaker: z.string().describe('A, B, C and so on, by voice'),
      start: seconds,
      end: seconds,
      text: z.string().describe('the words as they were said'),
    }),
  ),
});

/** What was recognized, times as given; null when the answer holds nothing of the kind that was asked for. */
export function promptedUtterances(text: string, sent: AudioSent): ReadAnswer | null {
  const lists = jsonValues(text).flatMap((value) => {
    const list = utterancesIn(value);
    return list === null ? [] : [list];
  });
  // Beside utterances a footnote in brackets, "[1]", is none.
  const saying = lists.filter((list) => list.some(isFields));
  if (lists.length === 0) return null;
  return readTurns((saying.length > 0 ? saying : lists).flat(), sent);
}

/** A list of utterances, in an object or alone, or one of them by itself; null for anything else. */
function utterancesIn(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value as unknown[];
  if (!isFields(value)) return null;
  const { utterances, segments, transcript } = value;
  const list = [utterances, segments, transcript].find(Array.isArray) as unknown[] | undefined;
  if (list !== undefined) return list;
  if (utterances === null || isFields(utterances)) return [utterances].filter(isFields);
  return 'text' in value ? [value] : null;
}
