import type { MeetingMetrics, Segment, Speaker } from '@memo/transcript';
import { activityByMinute } from './metrics.activity.ts';
import { byStart, overlaps, totalMs, union } from './metrics.intervals.ts';
import { measureSpeakers, talkBySpeaker } from './metrics.speakers.ts';
import { turnsOf } from './metrics.turns.ts';

interface MeasuredMeeting {
  segments: Pick<Segment, 'speakerKey' | 'text' | 'startMs' | 'endMs'>[];
  speakers: Pick<Speaker, 'key' | 'label'>[];
  /** Length of the recording, integer ms. */
  durationMs: number;
}

/**
 * Who talked when, how much and how; `meetingMetricsSchema` defines each number. Speakers come in the order
 * given, also those without a segment.
 * @throws RangeError when a segment's speaker is not among the speakers.
 */
export function computeMetrics({
  segments,
  speakers,
  durationMs,
}: MeasuredMeeting): MeetingMetrics {
  // Sorted before the cut, which would give all that starts past the end one start.
  const timeline = segments.toSorted(byStart).map(({ speakerKey, text, startMs, endMs }) => ({
    speakerKey,
    text,
    startMs: Math.min(startMs, durationMs),
    endMs: Math.min(endMs, durationMs),
  }));
  const turns = turnsOf(timeline);
  const talks = talkBySpeaker(speakers, timeline, turns);
  const measured = measureSpeakers(talks);

  const speech = union(timeline);
  const speechMs = totalMs(speech);
  const silenceMs = durationMs - speechMs;
  return {
    duration_ms: durationMs,
    speech_ms: speechMs,
    silence_ms: silenceMs,
    silence_share: durationMs > 0 ? Math.round((silenceMs / durationMs) * 10_000) / 10_000 : 0,
    overlap_ms: totalMs(overlaps(talks.flatMap((one) => one.talk).sort(byStart))),
    words: measured.reduce((total, speaker) => total + speaker.words, 0),
    turns: turns.length,
    speakers: measured,
    activity: activityByMinute(speech, talks, durationMs),
  };
}
