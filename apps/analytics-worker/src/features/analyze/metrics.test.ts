import { describe, expect, it } from '@jest/globals';
import { meetingMetricsSchema } from '@memo/transcript';
import { computeMetrics } from './metrics.ts';

const speakers = [
  { key: 'S1', label: 'Speaker1' },
  { key: 'S2', label: 'Speaker2' },
];

const say = (speakerKey: string, startMs: number, endMs: number, text = 'Fine words.') => ({
  speakerKey,
  text,
  startMs,
  endMs,
});

describe('computeMetrics', () => {
  it('measures a conversation', () => {
    const segments = [
      say('S1', 0, 30_000, 'Good morning all. Shall we start?'),
      say('S1', 31_000, 50_000, 'First the numbers.'),
      say('S2', 45_000, 75_000, 'They are good.'),
      say('S1', 80_000, 85_000, 'Thank you.'),
    ];
    const metrics = computeMetrics({ segments, speakers, durationMs: 100_000 });
    expect(metrics).toEqual({
      duration_ms: 100_000,
      speech_ms: 79_000,
      silence_ms: 21_000,
      silence_share: 0.21,
      overlap_ms: 5_000,
      words: 14,
      turns: 3,
      speakers: [
        {
          key: 'S1',
          label: 'Speaker1',
          talk_time_ms: 54_000,
          talk_share: 0.6429,
          words: 11,
          words_per_minute: 12.2,
          turns: 2,
          longest_monologue_ms: 50_000,
          questions: 1,
        },
        {
          key: 'S2',
          label: 'Speaker2',
          talk_time_ms: 30_000,
          talk_share: 0.3571,
          words: 3,
          words_per_minute: 6,
          turns: 1,
          longest_monologue_ms: 30_000,
          questions: 0,
        },
      ],
      activity: [
        { minute: 0, speech_ms: 59_000, speakers: { S1: 49_000, S2: 15_000 } },
        { minute: 1, speech_ms: 20_000, speakers: { S1: 5_000, S2: 15_000 } },
      ],
    });
    expect(meetingMetricsSchema.parse(metrics)).toEqual(metrics);
  });

  it('is zero throughout for an empty recording', () => {
    const metrics = computeMetrics({ segments: [], speakers: [], durationMs: 0 });
    expect(metrics).toEqual({
      duration_ms: 0,
      speech_ms: 0,
      silence_ms: 0,
      silence_share: 0,
      overlap_ms: 0,
      words: 0,
      turns: 0,
      speakers: [],
      activity: [],
    });
  });

  it('calls a recording without speech silent, minute by minute', () => {
    const metrics = computeMetrics({ segments: [], speakers, durationMs: 60_001 });
    expect(metrics).toMatchObject({ silence_ms: 60_001, silence_share: 1 });
    expect(metrics.speakers.map((s) => [s.talk_share, s.words_per_minute])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(metrics.activity).toEqual([
      { minute: 0, speech_ms: 0, speakers: {} },
      { minute: 1, speech_ms: 0, speakers: {} },
    ]);
  });

  it('measures no time past the end of the recording, and loses no word there', () => {
    const segments = [say('S1', 0, 90_000), say('S2', 70_000, 80_000)];
    const metrics = computeMetrics({ segments, speakers, durationMs: 60_000 });
    expect(metrics).toMatchObject({ speech_ms: 60_000, silence_ms: 0, words: 4, turns: 2 });
    expect(metrics.speakers).toMatchObject([
      { longest_monologue_ms: 60_000 },
      { talk_time_ms: 0, longest_monologue_ms: 0, words: 2, words_per_minute: 0 },
    ]);
    expect(metrics.activity).toHaveLength(1);
  });

  it('keeps the order of turns past the end of the recording', () => {
    const segments = [say('S2', 80_000, 81_000), say('S1', 70_000, 71_000), say('S1', 0, 9_000)];
    expect(computeMetrics({ segments, speakers, durationMs: 60_000 })).toMatchObject({ turns: 2 });
  });

  it('ends a turn with the last to end, not the last to begin', () => {
    const segments = [say('S1', 0, 20_000), say('S1', 5_000, 10_000)];
    const metrics = computeMetrics({ segments, speakers, durationMs: 60_000 });
    expect(metrics.speakers[0]).toMatchObject({ turns: 1, longest_monologue_ms: 20_000 });
  });

  it('counts a speaker who overlaps with themselves once', () => {
    const segments = [say('S1', 0, 20_000), say('S1', 5_000, 10_000), say('S1', 15_000, 30_000)];
    const metrics = computeMetrics({ segments, speakers, durationMs: 60_000 });
    expect(metrics).toMatchObject({ speech_ms: 30_000, overlap_ms: 0 });
    expect(metrics.speakers).toMatchObject([{ talk_time_ms: 30_000, turns: 1 }, { turns: 0 }]);
  });

  it('ends a monologue where somebody else begins', () => {
    const segments = [say('S1', 0, 9_000), say('S2', 4_000, 5_000), say('S1', 10_000, 30_000)];
    const metrics = computeMetrics({ segments, speakers, durationMs: 30_000 });
    expect(metrics.speakers[0]).toMatchObject({ turns: 2, longest_monologue_ms: 20_000 });
  });

  it('counts a moment at which three talk as overlapping once', () => {
    const three = [...speakers, { key: 'S3', label: 'Speaker3' }];
    const segments = [say('S1', 0, 9_000), say('S2', 2_000, 6_000), say('S3', 4_000, 8_000)];
    const metrics = computeMetrics({ segments, speakers: three, durationMs: 10_000 });
    expect(metrics).toMatchObject({ speech_ms: 9_000, overlap_ms: 6_000 });
  });

  it('refuses a segment of a speaker the meeting does not have', () => {
    const segments = [say('S9', 0, 1_000)];
    expect(() => computeMetrics({ segments, speakers, durationMs: 1_000 })).toThrow(/S9/);
  });
});
