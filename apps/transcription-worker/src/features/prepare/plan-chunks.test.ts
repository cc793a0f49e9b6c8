import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { overlapMs } from '../../recognition/cut-in-pause.ts';
import { planChunks } from './plan-chunks.ts';

const minute = 60_000;
const limits = { maxChunkMs: 24 * minute };

it('a recording the recognizer takes whole is one chunk', () => {
  expect(planChunks(24 * minute, [], limits)).toEqual([{ startMs: 0, endMs: 24 * minute }]);
});

it('a smaller target cuts what the recognizer would take whole', () => {
  const chunks = planChunks(12 * minute, [], { ...limits, targetMs: 4 * minute });
  expect(chunks).toHaveLength(3);
});

describe('a recording longer than the recognizer takes', () => {
  it('is cut into equal chunks that overlap', () => {
    expect(planChunks(50 * minute, [], limits)).toEqual([
      { startMs: 0, endMs: 1_006_000 },
      { startMs: 994_000, endMs: 2_006_000 },
      { startMs: 1_994_000, endMs: 50 * minute },
    ]);
  });

  it('is cut in the longest pause near the planned cut, and not in one out of reach', () => {
    const silences = [
      { startMs: 12 * minute, endMs: 14 * minute },
      { startMs: 985_000, endMs: 986_000 },
      { startMs: 1_010_000, endMs: 1_014_000 },
    ];
    const [first, second] = planChunks(50 * minute, silences, limits);
    expect(first?.endMs).toBe(1_012_000 + overlapMs / 2);
    expect(second?.startMs).toBe(1_012_000 - overlapMs / 2);
  });

  it('is covered whole, by chunks that overlap and that the recognizer takes, wherever people pause', () => {
    const pause = fc.tuple(fc.nat(12 * 60 * minute), fc.nat(5 * minute));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 * 60 * minute }),
        fc.integer({ min: 8 * minute, max: 30 * minute }),
        fc.array(pause, { maxLength: 200 }),
        (durationMs, maxChunkMs, pauses) => {
          const silences = pauses
            .map(([startMs, ms]) => ({ startMs, endMs: startMs + ms }))
            .filter(({ endMs }) => endMs <= durationMs)
            .sort((a, b) => a.startMs - b.startMs);
          const chunks = planChunks(durationMs, silences, { maxChunkMs });
          expect(chunks[0]?.startMs).toBe(0);
          expect(chunks.at(-1)?.endMs).toBe(durationMs);
          for (const { startMs, endMs } of chunks) {
            expect(endMs - startMs).toBeLessThanOrEqual(maxChunkMs);
          }
          chunks.slice(1).forEach(({ startMs }, index) => {
            expect((chunks[index]?.endMs ?? 0) - startMs).toBe(overlapMs);
          });
        },
      ),
    );
  });
});
