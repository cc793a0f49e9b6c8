import type { Span } from './place.ts';
import type { SpelledWord, Spelling } from './spelling.ts';
import type { Utterance } from './types.ts';

/** A word one chunk heard in the overlap, or so near it that the other chunk may have heard it too. */
export interface HeardWord extends SpelledWord {
  /** Position of its utterance in the list, and its own in the utterance. */
  source: number;
  position: number;
  timed: boolean;
}

/** How far (ms) a recognizer's clock may be off and a word still be found again. */
export const clockErrorMs = 1_000;
/** A word this near (ms) to its chunk's border may have been cut in two. */
export const unsureEdgeMs = 1_000;

/** The words of a chunk that touch a span, in the order they are said. Bare punctuation is left out. */
export function wordsWithin(
  utterances: Utterance[],
  spellings: Spelling[],
  { startMs, endMs }: Span,
): HeardWord[] {
  const heard = spellings.flatMap(({ words, timed }, source) =>
    words.flatMap((word, position) => {
      const touches = word.endMs > startMs - clockErrorMs && word.startMs < endMs + clockErrorMs;
      return touches && word.key !== '' ? [{ ...word, source, position, timed }] : [];
    }),
  );
  // Guessed times must not weave two utterances together word by word.
  const orderOf = ({ timed, startMs: own, source }: HeardWord) =>
    timed ? own : (utterances[source]?.startMs ?? own);
  return heard.sort((a, b) => orderOf(a) - orderOf(b));
}
