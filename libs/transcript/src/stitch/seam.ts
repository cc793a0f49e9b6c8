import { findAgreement, type Agreement } from './agreement.ts';
import { chooseCut } from './cut.ts';
import { keepWords, startWithin, type Kept } from './keep-words.ts';
import { touches, unsureEdgeMs, wordsWithin, type RecognizedWord } from './overlap.ts';
import { clamp, type Span } from '../place.ts';
import { spell, type Spelling } from './spelling.ts';
import type { Utterance } from '../types.ts';
import { findUnanswered } from './unanswered.ts';

/**
 * A word recognized in both chunks, or in one of them where the other is null: positions of the utterances it is in.
 */
export interface RecognizedBy {
  earlier: number | null;
  later: number | null;
}

export interface SewnSeam {
  atMs: number;
  agreedWords: number;
  /** Recognized in one chunk only, and not kept. */
  droppedWords: number;
  /** For each given utterance what is left of it; null when nothing is. */
  earlier: (Kept | null)[];
  later: (Kept | null)[];
  /** The words from the first to the last agreed one. */
  evidence: RecognizedBy[];
}

/**
 * Changes over from an earlier chunk to a later one inside their overlap: up to a place between two words
 * the earlier one's words, from there on the later one's. Times are on the recording's clock; afterwards no
 * word of the earlier chunk begins behind the seam and none of the later one before it.
 */
export function sewSeam(earlier: Utterance[], later: Utterance[], overlap: Span): SewnSeam {
  // The earlier recognition may run on behind a short later chunk.
  const reach = { ...overlap, endMs: Infinity };
  const spellings = {
    earlier: earlier.map((utterance) => (touches(utterance, reach) ? spell(utterance) : null)),
    later: later.map((utterance) => (touches(utterance, overlap) ? spell(utterance) : null)),
  };
  const first = wordsWithin(earlier, spellings.earlier, reach);
  const second = wordsWithin(later, spellings.later, overlap);
  const agreement = findAgreement(first, second);
  const unanswered = findUnanswered(first, second, agreement);
  const edge = { startMs: overlap.startMs + unsureEdgeMs, endMs: overlap.endMs - unsureEdgeMs };
  const spared = {
    first: recognizedByOne(first, unanswered.first, ({ endMs }) => endMs <= edge.endMs),
    second: recognizedByOne(second, unanswered.second, ({ startMs }) => startMs >= edge.startMs),
  };
  const sparesFirst = first.map(({ source }) => spared.first.has(source));
  const sparesSecond = second.map(({ source }) => spared.second.has(source));
  const atStake = {
    first: unanswered.first.map((alone, i) => alone && !sparesFirst[i]),
    second: unanswered.second.map((alone, j) => alone && !sparesSecond[j]),
  };
  const cut = chooseCut({ first, second, agreement, atStake, overlap });

  const keepsFirst = first.map((_, i) => i < cut.first);
  const keepsSecond = second.map((_, j) => j >= cut.second);
  for (const word of agreement.crossing) {
    if (keepsFirst[word.first] === keepsSecond[word.second]) {
      keepsFirst[word.first] = true;
      keepsSecond[word.second] = false;
    }
  }
  const atMs = seamAt(
    first.filter((_, i) => keepsFirst[i] && !sparesFirst[i]),
    second.filter((_, j) => keepsSecond[j] && !sparesSecond[j]),
    overlap,
  );
  for (const i of first.keys()) keepsFirst[i] ||= sparesFirst[i] ?? false;
  for (const j of second.keys()) keepsSecond[j] ||= sparesSecond[j] ?? false;
  const agreedFirst = new Set([...agreement.path, ...agreement.crossing].map((word) => word.first));
  for (const [i, word] of first.entries()) {
    // Where words have no times, the start of an utterance is still known: the later chunk cannot have all of this.
    const isBefore = !word.timed && word.position === 0 && word.startMs < overlap.startMs;
    if (isBefore && !agreedFirst.has(i)) keepsFirst[i] = true;
  }
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

/** Between the last word kept of the one and the first kept of the other, in their pause where there is one. */
function seamAt(
  first: RecognizedWord[],
  second: RecognizedWord[],
  { startMs, endMs }: Span,
): number {
  if (first.length === 0 && second.length === 0) return Math.round((startMs + endMs) / 2);
  if (first.length === 0) return startMs;
  const lastStart = first.reduce((latest, word) => Math.max(latest, word.startMs), startMs);
  if (second.length === 0) return Math.max(endMs, lastStart);
  const lastEnd = first.reduce((latest, word) => Math.max(latest, word.endMs), startMs);
  const nextStart = second.reduce((next, word) => Math.min(next, word.startMs), endMs);
  const from = clamp(lastEnd, lastStart, Math.max(lastStart, nextStart));
  return Math.round((from + nextStart) / 2);
}

/**
 * The utterances (their positions) of which the other recognition has nothing at all. They have no second copy,
 * so they stay wherever the cut is. Lone words at the chunk's border are no utterance.
 */
function recognizedByOne(
  words: RecognizedWord[],
  unanswered: boolean[],
  isSure: (word: RecognizedWord) => boolean,
): Set<number> {
  const answered = new Set(words.filter((_, at) => !unanswered[at]).map(({ source }) => source));
  const alone = words.filter((word) => !answered.has(word.source) && isSure(word));
  return new Set(alone.map(({ source }) => source));
}

function keepOf(
  utterances: Utterance[],
  spellings: (Spelling | null)[],
  words: RecognizedWord[],
  keeps: boolean[],
): (Kept | null)[] {
  const dropped = new Map<number, Set<number>>();
  for (const [at, { source, position }] of words.entries()) {
    if (!keeps[at]) dropped.set(source, (dropped.get(source) ?? new Set()).add(position));
  }
  return utterances.map((utterance, source) => {
    const gone = dropped.get(source);
    const spelling = spellings[source];
    if (gone === undefined || !spelling) return { utterance, startCut: false, endCut: false };
    return keepWords(utterance, spelling, (position) => !gone.has(position));
  });
}

function within(kept: Kept | null, span: Span): Kept | null {
  return kept && { ...kept, utterance: startWithin(kept.utterance, span) };
}

function evidenceOf(
  { path, crossing }: Agreement,
  first: RecognizedWord[],
  second: RecognizedWord[],
): RecognizedBy[] {
  const [from, to] = [path[0], path.at(-1)];
  if (from === undefined || to === undefined) return [];
  const agreed = [...path, ...crossing];
  const agreedFirst = new Set(agreed.map((word) => word.first));
  const agreedSecond = new Set(agreed.map((word) => word.second));
  const alone = (words: RecognizedWord[], start: number, end: number, shared: Set<number>) =>
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
