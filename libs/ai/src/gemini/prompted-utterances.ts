import { z } from 'zod';
import { isFields, spanIn, speakerIn } from '../reading/fields.ts';
import { jsonParts } from '../reading/lenient-json.ts';
import { readTurns, type AudioSent, type ReadAnswer } from '../reading/turns.ts';
import { withoutDrafts } from '../reading/versions.ts';

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

/** An element of which nothing is known but its place. */
const unreadable = {};

/** What was recognized, times as given; null when the answer holds nothing of the kind that was asked for. */
export function promptedUtterances(text: string, sent: AudioSent): ReadAnswer | null {
  const parts = jsonParts(text).map((part) => {
    const list = part === null ? null : utterancesIn(part.value);
    // One that stands by itself, as on a line of its own, is no version of another.
    const isList = list !== null && list[0] !== part?.value;
    return { list, isList, beside: part === null ? [unreadable] : meantAsUtterance(part.value) };
  });
  const lists = parts.flatMap(({ list }) => (list === null ? [] : [list]));
  if (lists.length === 0) return null;
  // Beside utterances a footnote in brackets, "[1]", is none.
  const isSaying = lists.some((list) => list.some(isFields));
  const versions = parts.flatMap(({ list, isList }) => (isList && list !== null ? [list] : []));
  const whole = new Set(withoutDrafts(versions));
  const elements = parts.flatMap(({ list, isList, beside }) => {
    if (list === null) return beside;
    if (isList && !whole.has(list)) return [];
    return isSaying && !list.some(isFields) ? [] : list;
  });
  return readTurns(elements, sent);
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

/** What stands beside utterances under other names: by its times one of them, or a list of such. */
function meantAsUtterance(value: unknown): unknown[] {
  if (!isFields(value)) return [];
  const isTurn = (one: unknown) => isFields(one) && isTimed(one);
  if (isTurn(value)) return [value];
  return Object.values(value).flatMap((one) =>
    Array.isArray(one) && one.some(isTurn) ? (one as unknown[]) : [],
  );
}

/** One time alone may be that of the whole; beside a speaker it is that of a turn. */
function isTimed(given: Parameters<typeof spanIn>[0]): boolean {
  const { startMs, endMs } = spanIn(given);
  return startMs !== null && (endMs !== null || speakerIn(given) !== null);
}
