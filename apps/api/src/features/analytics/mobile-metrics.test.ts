import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compress, toMobileMetrics } from './mobile-metrics.ts';
import { nameSpeakers } from './name-speakers.ts';
import { buildMetrics } from './test/build-metrics.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('compress', () => {
  it('leaves a short series as it is', () => {
    expect(compress([1, 2, 3], 3)).toEqual({ perPoint: 1, points: [1, 2, 3] });
    expect(compress([], 30)).toEqual({ perPoint: 1, points: [] });
  });

  it('adds up neighbours, with what is left at the end', () => {
    expect(compress([1, 2, 3, 4, 5, 6, 7], 3)).toEqual({ perPoint: 3, points: [6, 15, 7] });
  });

  it('keeps the sum of any series, in as few points as asked for and each of its own stretch', () => {
    const series = fc.array(fc.nat({ max: 60_000 }), { maxLength: 700 });
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 60 }), (values, max) => {
        const { perPoint, points } = compress(values, max);
        expect(points.length).toBeLessThanOrEqual(max);
        expect(sum(points)).toBe(sum(values));
        expect(points).toHaveLength(Math.ceil(values.length / perPoint));
        points.forEach((point, index) => {
          expect(point).toBe(sum(values.slice(index * perPoint, (index + 1) * perPoint)));
        });
        // Not coarser than it must be.
        const finer = Math.ceil(values.length / (perPoint - 1));
        expect(perPoint === 1 || finer > max).toBe(true);
      }),
    );
  });
});

describe('the metrics of a phone', () => {
  it('keep all talk and all activity, however many speakers and minutes there are', () => {
    const talkers = fc.array(fc.record({ talkMs: fc.nat({ max: 900_000 }) }), { maxLength: 12 });
    fc.assert(
      fc.property(talkers, fc.nat({ max: 3_600_000 }), (given, silenceMs) => {
        const durationMs = sum(given.map(({ talkMs }) => talkMs)) + silenceMs;
        const metrics = nameSpeakers(buildMetrics(given, durationMs), []);
        const { speakers, others, activity } = toMobileMetrics(metrics, 0);
        expect(speakers).toHaveLength(Math.min(5, given.length));
        expect(others?.count ?? 0).toBe(given.length - speakers.length);
        const talk = sum(speakers.map((s) => s.talk_time_ms)) + (others?.talk_time_ms ?? 0);
        expect(talk).toBe(metrics.speech_ms);
        const shares = sum(speakers.map((s) => s.talk_share)) + (others?.talk_share ?? 0);
        expect(Math.round(shares * 10_000)).toBe(metrics.speech_ms > 0 ? 10_000 : 0);
        expect(activity.speech_ms.length).toBeLessThanOrEqual(30);
        expect(sum(activity.speech_ms)).toBe(metrics.speech_ms);
      }),
    );
  });
});
