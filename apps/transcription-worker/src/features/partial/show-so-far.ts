import { assembleTranscript, type Segment, type Speaker } from '@memo/transcript';
import { partsOf, type KnownSpeakers } from '../../recognition/recognized-chunks.ts';
import type { Prepared, RecognizedChunk } from '../../recognition/stage-results.ts';

/** The beginning of a meeting as far as it is transcribed. */
export interface SoFar {
  segments: Segment[];
  speakers: Speaker[];
  /** Everything up to this time is in it, on every side. */
  coveredMs: number;
}

/**
 * What the first chunks of a meeting say, up to where the first one begins that is not recognized yet: before it every
 * side is covered and no seam is to come. What runs past that is left out whole, and with it all behind its
 * beginning. Speakers are those the overlaps tell.
 */
export function showSoFar(
  { recordings, chunks }: Prepared,
  recognized: readonly RecognizedChunk[],
  known: KnownSpeakers,
): SoFar {
  const { parts, sameLabels } = partsOf(recognized, known);
  const transcript = assembleTranscript(parts, { sameLabels });
  const next = chunks[recognized.length];
  const wholeMs = Math.max(0, ...recordings.map(({ durationMs }) => durationMs));
  const coveredMs =
    next === undefined ? wholeMs : beginningOfOpen(transcript.segments, next.startMs);
  const segments = transcript.segments.filter(({ endMs }) => endMs <= coveredMs);
  const spoke = new Set(segments.map(({ speakerKey }) => speakerKey));
  return {
    segments,
    speakers: transcript.speakers.filter(({ key }) => spoke.has(key)),
    coveredMs,
  };
}

/** The latest time, up to a limit, that no segment runs through. */
function beginningOfOpen(segments: readonly Segment[], limitMs: number): number {
  const open = segments.find(({ startMs, endMs }) => startMs < limitMs && endMs > limitMs);
  return open === undefined ? limitMs : beginningOfOpen(segments, open.startMs);
}
