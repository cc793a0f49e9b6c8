import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { meetingMetricsSchema, type MeetingMetrics } from '@memo/transcript';
import { computeMetrics } from './metrics.ts';

const speakers = ['S1', 'S2', 'S3'].map((key) => ({ key, label: `Label of ${key}` }));

const aSegment = fc
  .record({
    speakerKey: fc.constantFrom('S1', 'S2', 'S3'),
    text: fc.constantFrom('', 'Yes.', 'Is it? It is.', 'what now', '会議です。'),
    startMs: fc.nat({ max: 400_000 }),
    lengthMs: fc.nat({ max: 90_000 }),
  })
  .map(({ lengthMs, ...rest }) => ({ ...rest, endMs: rest.startMs + lengthMs }));

const meetings = fc.record({
  segments: fc.array(aSegment, { maxLength: 15 }),
  speakers: fc.constant(speakers),
  durationMs: fc.nat({ max: 400_000 }),
});

type Meeting = Parameters<typeof computeMetrics>[0];

function holds(property: (metrics: MeetingMetrics, meeting: Meeting) => void): void {
  fc.assert(fc.property(meetings, (meeting) => property(computeMetrics(meeting), meeting)));
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** How many of the meeting's speakers talk, for each ms at which that can change, and for how long. */
function moments({ segments, durationMs }: Meeting): { lengthMs: number; talking: Set<string> }[] {
  const edges = [0, durationMs, ...segments.flatMap((s) => [s.startMs, s.endMs])]
    .filter((ms) => ms <= durationMs)
    .sort((a, b) => a - b);
  return edges.slice(1).map((endMs, index) => {
    const startMs = edges[index] ?? 0;
    const current = segments.filter((s) => s.startMs <= startMs && s.endMs >= endMs);
    return { lengthMs: endMs - startMs, talking: new Set(current.map((s) => s.speakerKey)) };
  });
}

describe('the metrics of any meeting', () => {
  it('fit their schema', () => {
    holds((metrics) => {
      expect(meetingMetricsSchema.parse(metrics)).toEqual(metrics);
    });
  });

  it('split the recording into speech and silence', () => {
    holds((metrics, { durationMs }) => {
      expect(metrics.speech_ms + metrics.silence_ms).toBe(durationMs);
    });
  });

  it('agree with a moment-by-moment count of who talks', () => {
    holds((metrics, meeting) => {
      const during = (test: (talking: Set<string>) => boolean) =>
        sum(moments(meeting).map((m) => (test(m.talking) ? m.lengthMs : 0)));
      expect(metrics.speech_ms).toBe(during((talking) => talking.size >= 1));
      expect(metrics.overlap_ms).toBe(during((talking) => talking.size >= 2));
      for (const speaker of metrics.speakers) {
        expect(speaker.talk_time_ms).toBe(during((talking) => talking.has(speaker.key)));
      }
    });
  });

  it('share all talk among the speakers when anyone spoke', () => {
    holds((metrics) => {
      const shares = sum(metrics.speakers.map((speaker) => speaker.talk_share));
      expect(shares).toBeCloseTo(metrics.speech_ms > 0 ? 1 : 0, 10);
    });
  });

  it('show all speech, minute by minute, over the whole recording', () => {
    holds(({ activity, speech_ms, speakers: measured }, { durationMs }) => {
      expect(activity.map((entry) => entry.minute)).toEqual([...activity.keys()]);
      expect(activity).toHaveLength(Math.ceil(durationMs / 60_000));
      expect(sum(activity.map((entry) => entry.speech_ms))).toBe(speech_ms);
      for (const { key, talk_time_ms } of measured) {
        expect(sum(activity.map((entry) => entry.speakers[key] ?? 0))).toBe(talk_time_ms);
      }
      for (const entry of activity) expect(entry.speech_ms).toBeLessThanOrEqual(60_000);
    });
  });

  it('count every turn for exactly one speaker, and no monologue past the recording', () => {
    holds((metrics, { segments, durationMs }) => {
      expect(sum(metrics.speakers.map((speaker) => speaker.turns))).toBe(metrics.turns);
      expect(metrics.turns).toBeLessThanOrEqual(segments.length);
      for (const { longest_monologue_ms } of metrics.speakers) {
        expect(longest_monologue_ms).toBeLessThanOrEqual(durationMs);
      }
    });
  });

  it('do not depend on the order in which different starts are given', () => {
    holds((metrics, meeting) => {
      const starts = new Set(meeting.segments.map((s) => s.startMs));
      fc.pre(starts.size === meeting.segments.length);
      expect(computeMetrics({ ...meeting, segments: meeting.segments.toReversed() })).toEqual(
        metrics,
      );
    });
  });
});
