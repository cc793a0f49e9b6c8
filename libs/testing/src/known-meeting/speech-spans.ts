import type { KnownMeeting, Span } from './types.ts';

export interface SpeechOptions {
  /** Only who is on this side of a dual recording; everyone when not given. */
  side?: 0 | 1;
  /** Shorter silence counts as speech. 400 when not given, the shortest pause that is looked for. */
  shortestSilenceMs?: number;
}

/** The stretches in which someone speaks. */
export function speechSpans(
  meeting: KnownMeeting,
  { side, shortestSilenceMs = 400 }: SpeechOptions = {},
): Span[] {
  const spans: Span[] = [];
  for (const { speaker, startMs, endMs } of meeting.utterances) {
    if (side !== undefined && (meeting.sides?.[speaker] ?? 0) !== side) continue;
    const last = spans.at(-1);
    if (last && startMs - last.endMs < shortestSilenceMs) last.endMs = Math.max(last.endMs, endMs);
    else spans.push({ startMs, endMs });
  }
  return spans;
}
