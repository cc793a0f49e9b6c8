import type { Span } from '@memo/audio';
import {
  intersect,
  lengthOf,
  subtract,
  unite,
  type CheckedRecognition,
  type GapReason,
} from '@memo/transcript';
import { halve } from './halve.ts';

/** A span of the sent audio and what became of it, all on the clock of that audio. */
export interface RecognizedSpan extends Pick<CheckedRecognition, 'utterances' | 'holes'> {
  span: Span;
  /** Why nothing was recognized in it; null when it was, but for its holes. */
  missing: GapReason | null;
}

/** One question about one piece; every try is a question of its own. */
export type Ask = (piece: Span, attempt: 1 | 2) => Promise<CheckedRecognition>;

/** Two answers without words for the same place are right about it: it is music, or noise. */
const agreedShare = 0.8;

/** Each piece is asked about twice and halved twice: 2 × (1 + 2 + 4) = 14 calls for a chunk at most. */
const halvings = 2;

/**
 * Asks about a piece until the answer can be used: once more, then in halves, then in halves of those. At most two
 * calls are under way at a time.
 * @param silences of the whole audio, in order; needed only to halve.
 */
export function createRetryInHalves(ask: Ask, silences: () => Promise<readonly Span[]>) {
  return recognize;

  async function recognize(piece: Span, halved = 0): Promise<RecognizedSpan[]> {
    const first = await ask(piece, 1);
    if (isClean(first)) return [kept(piece, first)];
    const second = await ask(piece, 2);
    if (isClean(second)) return [kept(piece, second)];
    const agreed = findAgreed(first, second);
    if (agreed !== null) return [kept(piece, agreed)];
    const best = bestOf(piece, first, second);
    const halves = halved < halvings ? halve(piece, await silences()) : null;
    if (halves === null) return [best];
    const answered = await recognizeHalves(halves, halved + 1);
    // A piece of which no part was recognized is one gap.
    const isSome = answered.some(({ missing }) => missing === null);
    return isSome && missingMs(answered) <= missingMs([best]) ? answered : [best];
  }

  async function recognizeHalves(
    [left, right]: [Span, Span],
    halved: number,
  ): Promise<RecognizedSpan[]> {
    if (halved > 1)
      return [...(await recognize(left, halved)), ...(await recognize(right, halved))];
    // When one fails the other is let finish: what it is about to be answered is paid for already.
    const outcomes = await Promise.allSettled([recognize(left, halved), recognize(right, halved)]);
    return outcomes.flatMap((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
  }
}

const isClean = ({ fault, holes }: CheckedRecognition): boolean =>
  fault === null && holes.length === 0;

/** What is left without the words invented in silence is as good as any other answer. */
const isUsable = ({ fault }: CheckedRecognition): boolean =>
  fault === null || fault.reason === 'words_in_silence';

const kept = (span: Span, { utterances, holes }: CheckedRecognition): RecognizedSpan => {
  return { span, utterances, holes, missing: null };
};

/** The answer whose every hole the other one has too; null when they contradict each other. */
function findAgreed(
  first: CheckedRecognition,
  second: CheckedRecognition,
): CheckedRecognition | null {
  if (!isUsable(first) || !isUsable(second)) return null;
  const [fuller, other] =
    lengthOf(first.holes) < lengthOf(second.holes) ? [first, second] : [second, first];
  const isAgreed = (hole: Span) =>
    lengthOf(intersect([hole], other.holes)) >= agreedShare * lengthOf([hole]);
  return fuller.holes.every(isAgreed) ? fuller : null;
}

/** What can be had without asking again: the answer with the fewest holes, or none. */
function bestOf(span: Span, first: CheckedRecognition, second: CheckedRecognition): RecognizedSpan {
  const [best] = [second, first]
    .filter(isUsable)
    .sort((a, b) => lengthOf(a.holes) - lengthOf(b.holes));
  if (best !== undefined) return kept(span, best);
  const missing = second.fault?.reason ?? 'no_words';
  return { span, utterances: [], holes: [], missing };
}

/** How much of the audio was not recognized. */
function missingMs(pieces: readonly RecognizedSpan[]): number {
  const all = unite(pieces.map(({ span }) => span));
  return lengthOf(subtract(all, unite(pieces.flatMap(recognizedIn))));
}

/** The parts of a span that were recognized: all but its holes, none when it is missing as a whole. */
export function recognizedIn({ span, holes, missing }: RecognizedSpan): Span[] {
  return missing === null ? subtract([span], holes) : [];
}
