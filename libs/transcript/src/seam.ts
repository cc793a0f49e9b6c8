import { findAgreement, type Agreement } from './agreement.ts';
import { chooseCut } from './cut.ts';
import { keepWords, startWithin, type Kept } from './keep-words.ts';
import { unsureEdgeMs, wordsWithin, type HeardWord } from './overlap.ts';
import type { Span } from './place.ts';
import { spell, type Spelling } from './spelling.ts';
import type { Utterance } from './types.ts';
import { findUnanswered } from './unanswered.ts';

/** A word both chunks heard, or one of them where the other is null: positions of the utterances it is in. */
export interface HeardBy {
  earlier: number | null;
  later: number | null;
}

export interface SewnSeam {
  atMs: number;
  agreedWords: number;
  /** Heard by one chunk only, and not kept. */
  droppedWords: number;
  /** For each given utterance what is left of it; null when nothing is. */
  earlier: (Kept | null)[];
  later: (Kept | null)[];
  /** The words from the first to the last agreed one. */
  evidence: HeardBy[];
}

/**
 * Changes over from an earlier chunk to a later one inside their overlap: up to a place between two words
 * the earlier one's words, from there on the later one's. Times are on the recording's clock; afterwards no
 * word of the earlier chunk begins behind the seam and none of the later one before it.
 */
export function sewSeam(earlier: Utterance[], later: Utterance[], overlap: Span): SewnSeam {
  const spellings = { earlier: earlier.map(spell), later: later.map(spell) };
  // The earlier recognition may run on behind a short later chunk.
  const first = wordsWithin(earlier, spellings.earlier, { ...overlap, endMs: Infinity });
  const second = wordsWithin(later, spellings.later, overlap);
  const agreement = findAgreement(first, second);
  const unanswered = findUnanswered(first, second, agreement);
  const cut = chooseCut({ first, second, agreement, unanswered, overlap });

  const keepsFirst = first.map((_, position) => position < cut.first);
  const keepsSecond = second.map((_, position) => position >= cut.second);
  for (const word of agreement.crossing) {
    if (keepsFirst[word.first] === keepsSecond[word.second]) {
      keepsFirst[word.first] = true;
      keepsSecond[word.second] = false;
    }
  }
  const atMs = seamAt(
    first.filter((_, i) => keepsFirst[i]),
    second.filter((_, j) => keepsSecond[j]),
    overlap,
  );
  const spared = {
    first: spareMissed(first, keepsFirst, unanswered.first, ({ endMs }) => {
      return endMs > overlap.endMs - unsureEdgeMs;
    }),
    second: spareMissed(second, keepsSecond, unanswered.second, ({ startMs }) => {
      return startMs < overlap.startMs + unsureEdgeMs;
    }),
  };
  const agreedWords = agreement.path.length + agreement.crossing.length;
  const keptWords = [...keepsFirst, ...keepsSecond].filter(Boolean).length;
  return {
    atMs,
    agreedWords,
    droppedWords: first.length + second.length - agreedWords - keptWords,
    earlier: keepOf(earlier, spellings.earlier, first, keepsFirst).map((kept, source) =>
      spared.first.has(source) ? kept : within(kept, { startMs: -Infinity, endMs: atMs }),
    ),
    later: keepOf(later, spellings.later, second, keepsSecond).map((kept, source) =>
      spared.second.has(source) ? kept : within(kept, { startMs: atMs, endMs: Infinity }),
    ),
    evidence: evidenceOf(agreement, first, second),
  };
}

/** Between the last word kept of the one and the first kept of the other. */
function seamAt(first: HeardWord[], second: HeardWord[], { startMs, endMs }: Span): number {
  const lastStart = first.reduce((latest, word) => Math.max(latest, word.startMs), -Infinity);
  const nextStart = second.reduce((next, word) => Math.min(next, word.startMs), Infinity);
  const lastEnd = first.reduce((latest, word) => Math.max(latest, word.endMs), -Infinity);
  const low = Math.max(startMs, lastStart);
  const high = Math.min(endMs, nextStart);
  if (lastStart === -Infinity && nextStart === Infinity) return Math.round((startMs + endMs) / 2);
  if (lastStart === -Infinity) return Math.max(Math.min(startMs, nextStart), 0);
  if (nextStart === Infinity) return Math.max(endMs, lastStart);
  return Math.round((Math.min(Math.max(low, lastEnd), Math.max(low, high)) + high) / 2);
}

/**
 * Keeps whole utterances on the wrong side of the cut that only this recognition heard, and the other has
 * nothing for: they have no second copy. Returns which.
 */
function spareMissed(
  words: HeardWord[],
  keeps: boolean[],
  unanswered: boolean[],
  atEdge: (word: HeardWord) => boolean,
): Set<number> {
  const spared = new Set<number>();
  const positions = Map.groupBy(words.keys(), (position) => words[position]?.source ?? -1);
  for (const [source, own] of positions) {
    const missed = own.every((position) => unanswered[position] && !keeps[position]);
    const sure = own.some((position) => {
      const word = words[position];
      return word !== undefined && !atEdge(word);
    });
    if (!missed || !sure) continue;
    spared.add(source);
    for (const position of own) keeps[position] = true;
  }
  return spared;
}

function keepOf(
  utterances: Utterance[],
  spellings: Spelling[],
  words: HeardWord[],
  keeps: boolean[],
): (Kept | null)[] {
  const dropped = new Set(
    words.filter((_, index) => !keeps[index]).map(({ source, position }) => `${source}:${position}`),
  );
  return utterances.map((utterance, source) => {
    const spelling = spellings[source] ?? spell(utterance);
    return keepWords(utterance, spelling, (position) => !dropped.has(`${source}:${position}`));
  });
}

function within(kept: Kept | null, span: Span): Kept | null {
  return kept && { ...kept, utterance: startWithin(kept.utterance, span) };
}

function evidenceOf(
  { path, crossing }: Agreement,
  first: HeardWord[],
  second: HeardWord[],
): HeardBy[] {
  const [from, to] = [path[0], path.at(-1)];
  if (from === undefined || to === undefined) return [];
  const agreed = [...path, ...crossing];
  const agreedFirst = new Set(agreed.map((word) => word.first));
  const agreedSecond = new Set(agreed.map((word) => word.second));
  const alone = (words: HeardWord[], start: number, end: number, shared: Set<number>) =>
    words.slice(start, end).filter((_, index) => !shared.has(start + index));
  return [
    ...agreed.map((word) => ({
      earlier: first[word.first]?.source ?? null,
      later: second[word.second]?.source ?? null,
    })),
    ...alone(first, from.first, to.first, agreedFirst).map(({ source }) => {
      return { earlier: source, later: null };
    }),
    ...alone(second, from.second, to.second, agreedSecond).map(({ source }) => {
      return { earlier: null, later: source };
    }),
  ];
}
