import { speechSpans } from './speech-spans.ts';
import type { KnownMeeting } from './types.ts';

/** Shorter silence is part of what is said: it is sent along with it. */
const shortestLeftOutMs = 3_000;

export interface PaidAudio {
  answeredSeconds: number;
  /** Recognized twice on purpose, where chunks overlap. */
  overlapSeconds: number;
}

/** Audio paid for once, of the speech there is in the recordings: 1 when every second of speech is paid for once. */
export function paidShare(meeting: KnownMeeting, { answeredSeconds, overlapSeconds }: PaidAudio) {
  const sides = meeting.sides === undefined ? [undefined] : ([0, 1] as const);
  const spans = sides.flatMap((side) =>
    speechSpans(meeting, {
      shortestSilenceMs: shortestLeftOutMs,
      ...(side !== undefined && { side }),
    }),
  );
  const speechMs = spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return (answeredSeconds - overlapSeconds) / (speechMs / 1000);
}
