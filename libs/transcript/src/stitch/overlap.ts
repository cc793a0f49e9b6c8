import type { Span } from '../place.ts';
import { spellingKey, type SpelledWord, type Spelling } from './spelling.ts';
import type { Utterance } from '../types.ts';

/** A word of one chunk in the overlap, or so near it that the other chunk may have it, too. */
export interface RecognizedWord extends SpelledWord {
  /** The same for every way of writing the word. */
  key: string;
  /** Position of its utterance in the list, and its own in the utterance. */
  source: number;
  position: number;
  timed: boolean;
}

/** How far (ms) a recognizer's clock may be off and a word still be found again. */
const clockErrorMs = 1_000;
/** The same for a word whose time is guessed: a pause anywhere in its utterance shifts it. */
export const guessErrorMs = 5_000;
/** A word this near (ms) to its chunk's border may have been cut in two. */
export const unsureEdgeMs = 1_000;

/** Whether an utterance may hold words of a span. */
export function touches(utterance: Span, span: Span): boolean {
  return reaches(utterance, span, clockErrorMs);
}

/**
 * The words that touch a span, in the order they are said, of the utterances that were spelled. Bare
 * punctuation is left out.
 */
export function wordsWithin(
  utterances: Utterance[],
  spellings: (Spelling | null)[],
  span: Span,
): RecognizedWord[] {
  const recognized = spellings.flatMap((spelling, source) => {
    const utterance = utterances[source];
    if (utterance === undefined || spelling === null) return [];
    const { words, timed } = spelling;
    // The bounds of an utterance are no guess.
    if (!touches(utterance, span)) return [];
    const slackMs = timed ? clockErrorMs : guessErrorMs;
    return words.flatMap((word, position): RecognizedWord[] => {
      const key = reaches(word, span, slackMs) ? spellingKey(word.text) : '';
      return key === '' ? [] : [{ ...word, key, source, position, timed }];
    });
  });
  // Guessed times must not weave two utterances together word by word.
  const orderOf = ({ timed, startMs: own, source }: RecognizedWord) =>
    timed ? own : (utterances[source]?.startMs ?? own);
  return recognized.sort((a, b) => orderOf(a) - orderOf(b));
}

function reaches(one: Span, other: Span, slackMs: number): boolean {
  return one.endMs > other.startMs - slackMs && one.startMs < other.endMs + slackMs;
}
