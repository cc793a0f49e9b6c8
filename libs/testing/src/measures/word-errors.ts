import { assign } from '../known-meeting/assign.ts';
import { timedWords } from './normalise.ts';
import type { MeasuredSegment, MeasuredWord, WordErrors } from './types.ts';

/** MeetEval's usual collar for tcpWER. */
const usualCollarMs = 5_000;

/**
 * Concatenated minimum-permutation word error rate (cpWER): all that a speaker says as one text, reference and answer
 * paired so that the errors are fewest; a speaker without a partner is missing, or added, as a whole. As MeetEval defines
 * it: T. von Neumann, C. Boeddeker, M. Delcroix, R. Haeb-Umbach, "MeetEval: A Toolkit for Computation of Word Error Rates
 * for Meeting Transcription Systems", CHiME 2023 (https://github.com/fgnt/meeteval), after S. Watanabe et al., "CHiME-6
 * Challenge", CHiME 2020.
 */
export function cpWer(
  reference: readonly MeasuredSegment[],
  answer: readonly MeasuredSegment[],
): WordErrors {
  return fewestErrors(reference, answer, () => true);
}

/**
 * The same, time-constrained (tcpWER, MeetEval as above): a word of the answer stands for one of the reference only where
 * the two are said at the same time, give or take the collar.
 */
export function tcpWer(
  reference: readonly MeasuredSegment[],
  answer: readonly MeasuredSegment[],
  collarMs = usualCollarMs,
): WordErrors {
  return fewestErrors(
    reference,
    answer,
    (truly, said) =>
      said.startMs - collarMs <= truly.endMs && truly.startMs <= said.endMs + collarMs,
  );
}

type MayBe = (truly: MeasuredWord, said: MeasuredWord) => boolean;

function fewestErrors(
  reference: readonly MeasuredSegment[],
  answer: readonly MeasuredSegment[],
  mayBe: MayBe,
): WordErrors {
  const truth = bySpeaker(reference);
  const said = bySpeaker(answer);
  const words = countOf(truth);
  // What a pair saves beside both being alone: the most saved is the fewest errors left.
  const saved = truth.map((own) =>
    said.map((other) => own.length + other.length - editDistance(own, other, mayBe)),
  );
  const columns = assign(saved);
  const most = columns.reduce((sum, column, row) => sum + (saved[row]?.[column] ?? 0), 0);
  const errors = words + countOf(said) - most;
  return { errors, words, rate: words === 0 ? (errors === 0 ? 0 : Infinity) : errors / words };
}

function bySpeaker(segments: readonly MeasuredSegment[]): MeasuredWord[][] {
  return [...Map.groupBy(segments, ({ speaker }) => speaker).values()].map(timedWords);
}

const countOf = (lists: readonly MeasuredWord[][]): number =>
  lists.reduce((sum, { length }) => sum + length, 0);

/** The fewest words to change, add and leave out; one that may not be another is left out and the other added. */
function editDistance(
  from: readonly MeasuredWord[],
  to: readonly MeasuredWord[],
  mayBe: MayBe = () => true,
): number {
  let row = Uint32Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, word] of from.entries()) {
    const next = new Uint32Array(to.length + 1);
    next[0] = i + 1;
    for (const [j, other] of to.entries()) {
      const alone = Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1);
      const changed = (row[j] ?? 0) + (word.text === other.text ? 0 : 1);
      next[j + 1] = changed < alone && mayBe(word, other) ? changed : alone;
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
