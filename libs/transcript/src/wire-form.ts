import { formatClock } from './clock.ts';
import type { Segment, Speaker } from './types.ts';

/** A segment as the contract writes it. */
export interface WireSegment {
  /** What `segment_ids` elsewhere refer to. */
  id: number;
  /** What people call the speaker. */
  speaker: string;
  text: string;
  /** `0:15`, for reading; the ms beside it are exact. */
  start_time: string;
  end_time: string;
  start_ms: number;
  end_ms: number;
}

/** The transcript as it goes over the wire. A segment of an unknown speaker shows the speaker's key. */
export function toWireSegments(
  segments: Pick<Segment, 'id' | 'speakerKey' | 'text' | 'startMs' | 'endMs'>[],
  speakers: (Pick<Speaker, 'key' | 'label'> & { name: string | null })[],
): WireSegment[] {
  const names = new Map(speakers.map((speaker) => [speaker.key, displayName(speaker)]));
  return segments.map(({ id, speakerKey, text, startMs, endMs }) => ({
    id,
    speaker: names.get(speakerKey) ?? speakerKey,
    text,
    start_time: formatClock(startMs),
    end_time: formatClock(endMs),
    start_ms: startMs,
    end_ms: endMs,
  }));
}

/** Key points as the contract writes them: one numbered line each. */
export function keyPointsText(points: { text: string }[]): string {
  return points.map(({ text }, index) => `${index + 1}. ${text}`).join('\n');
}

/** What people call this speaker: the name someone gave, or else our own label. */
export function displayName(speaker: { label: string; name: string | null }): string {
  return speaker.name ?? speaker.label;
}
