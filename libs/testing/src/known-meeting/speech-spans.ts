import type { KnownMeeting, Span } from './types.ts';

/** Shorter silence counts as speech: what a search for pauses of 0.4 s does not find. */
const shortestSilenceMs = 400;

/** The stretches in which someone speaks, on one side of a dual recording or anywhere. */
export function speechSpans(meeting: KnownMeeting, side?: 0 | 1): Span[] {
  const spans: Span[] = [];
  for (const { speaker, startMs, endMs } of meeting.utterances) {
    if (side !== undefined && (meeting.sides?.[speaker] ?? 0) !== side) continue;
    const last = spans.at(-1);
    if (last && startMs - last.endMs < shortestSilenceMs) last.endMs = Math.max(last.endMs, endMs);
    else spans.push({ startMs, endMs });
  }
  return spans;
}
