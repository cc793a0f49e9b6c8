import { attribute } from './attribution.ts';
import { matchWords, sortLeftovers, type WordMatch } from './match-words.ts';
import { countOrderErrors } from './order.ts';
import { normalise, spokenWords, type SpokenWord } from './spoken-words.ts';
import { timelineOf, type TimelineWord } from './timeline.ts';
import type { KnownMeeting, Span } from './types.ts';
import type { JudgedSegment, JudgedSpeaker, JudgeOptions, Verdict } from './verdict.ts';

const defaultWithinMs = 2_000;

/** Compares a finished transcript with what was really said. */
export function judge(
  meeting: KnownMeeting,
  segments: readonly JudgedSegment[],
  speakers: readonly JudgedSpeaker[],
  { gaps = [], withinMs = defaultWithinMs, mistaken }: JudgeOptions = {},
): Verdict {
  const truth = timelineOf(meeting).words;
  const spoken = segments.flatMap(spokenWords);
  const matches = bestMatches(truth, spoken, withinMs);

  const found = new Set(matches.map(({ truly }) => truly));
  const missing = truth.filter((word) => !found.has(word));
  const isInGap = (word: Span) =>
    gaps.some((gap) => word.startMs < gap.endMs && gap.startMs < word.endMs);
  const lost = missing.filter((word) => !isInGap(word));
  const { doubled, invented } = sortLeftovers(truth, spoken, matches, withinMs);
  const errors = matches.map(timingError).sort((a, b) => a - b);

  return {
    lost: lost.length,
    lostUtterances: new Set(lost.map(({ utterance }) => utterance)).size,
    doubled: doubled.length,
    invented: invented.length,
    inGaps: missing.length - lost.length,
    orderErrors: countOrderErrors(matches),
    textMismatches: segments.filter(saysOtherwise).length,
    timingErrorP95Ms: errors[Math.ceil(errors.length * 0.95) - 1] ?? 0,
    timingErrorMaxMs: errors.at(-1) ?? 0,
    ...attribute(matches, speakers, meeting, truth.length > 0, mistaken),
    examples: {
      lost: lost.slice(0, 10).map(asExample),
      doubled: doubled.slice(0, 10).map(asExample),
      invented: invented.slice(0, 10).map(asExample),
    },
  };
}

/** Twice: once who is who is known, the same word said by two at once goes to the one who said it. */
function bestMatches(truth: TimelineWord[], spoken: SpokenWord[], withinMs: number): WordMatch[] {
  const first = matchWords(truth, spoken, withinMs, () => true);
  const { speakerOf } = attribute(first, [], null, true);
  return matchWords(
    truth,
    spoken,
    withinMs,
    ({ utterance }, { speakerKey }) => speakerOf[speakerKey] === utterance.speaker,
  );
}

/** Of words that carry no times of their own only the first start and the last end say something. */
function timingError({ truly, said }: WordMatch): number {
  return Math.max(
    said.isStartGiven ? Math.abs(said.startMs - truly.startMs) : 0,
    said.isEndGiven ? Math.abs(said.endMs - truly.endMs) : 0,
  );
}

function saysOtherwise({ text, words }: JudgedSegment): boolean {
  return (
    words.length > 0 && normalise(text) !== normalise(words.map((word) => word.text).join(' '))
  );
}

const asExample = ({ text, startMs }: { text: string; startMs: number }): string =>
  `${text} @ ${startMs}`;
