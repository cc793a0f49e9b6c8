import type { Word } from '@memo/transcript';
import { confidenceIn, isFields, spanIn, textIn, type LooseSpan } from './fields.ts';
import { withoutWordSlips } from './slips.ts';

/** A word as an answer has it; what it lacks of its time is null. */
export interface LooseWord extends LooseSpan {
  text: string;
  confidence?: number;
}

/** The words in a list of them, and how many elements of it are no words. */
export function looseWords(given: readonly unknown[]): { words: LooseWord[]; unread: number } {
  let unread = 0;
  const words = given.flatMap((one): LooseWord[] => {
    const fields = typeof one === 'string' ? { text: one } : one;
    const text = isFields(fields) ? textIn(fields) : null;
    if (!isFields(fields) || text === null) {
      unread += 1;
      return [];
    }
    return text === '' ? [] : [{ text, ...spanIn(fields), ...confidenceIn(fields) }];
  });
  return { words: withoutWordSlips(words), unread };
}

const usualWordMs = 300;

/**
 * Words with the times they have, and between them those they must have had: words without any share the room between
 * their neighbours, or in front of the first and behind the last the room of their turn.
 */
export function timeWords(words: readonly LooseWord[], turn: LooseSpan): Word[] {
  const timed = words.map((word) => ({ ...word }));
  const following = startsBehind(timed);
  let beforeMs: number | null = null;
  timed.forEach((word, index) => {
    const endBeforeMs = beforeMs;
    beforeMs = word.endMs ?? beforeMs;
    if ((word.startMs === null) === (word.endMs === null)) return;
    if (word.startMs === null) {
      const endMs = word.endMs ?? 0;
      word.startMs = Math.min(
        Math.max(endBeforeMs ?? turn.startMs ?? 0, endMs - usualWordMs),
        endMs,
      );
    } else {
      const latestMs = following[index] ?? turn.endMs ?? Infinity;
      word.endMs = Math.max(word.startMs, Math.min(latestMs, word.startMs + usualWordMs));
      beforeMs = word.endMs;
    }
  });
  for (let from = 0; from < timed.length; from += 1) {
    if (timed[from]?.startMs !== null) continue;
    let until = from;
    while (until < timed.length && timed[until]?.startMs === null) until += 1;
    spread(timed.slice(from, until), {
      startMs: timed[from - 1]?.endMs ?? turn.startMs,
      endMs: timed[until]?.startMs ?? turn.endMs,
    });
    from = until;
  }
  return timed.map(({ startMs, endMs, ...word }) => {
    return { ...word, startMs: startMs ?? 0, endMs: endMs ?? 0 };
  });
}

/** For each word the next start behind it that is known. */
function startsBehind(words: readonly LooseWord[]): (number | null)[] {
  let nextMs: number | null = null;
  return words
    .toReversed()
    .map(({ startMs }) => {
      const behindMs = nextMs;
      nextMs = startMs ?? nextMs;
      return behindMs;
    })
    .reverse();
}

/**
 * Gives words without times a share of the room by their length. A word is not made longer than words are, or it would
 * hide that nothing else was heard there.
 */
function spread(words: LooseWord[], { startMs, endMs }: LooseSpan): void {
  const longestMs = words.length * 2 * usualWordMs;
  const earliestMs = startMs ?? Math.max(0, (endMs ?? 0) - longestMs);
  const roomMs = Math.min(longestMs, Math.max(0, (endMs ?? Infinity) - earliestMs));
  const letters = words.reduce((sum, { text }) => sum + text.length, 0);
  let before = 0;
  for (const word of words) {
    word.startMs = Math.round(earliestMs + (roomMs * before) / letters);
    before += word.text.length;
    word.endMs = Math.round(earliestMs + (roomMs * before) / letters);
  }
}
