import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sectionsOf } from './sections.ts';

const spoken = fc
  .array(
    fc.record({
      length: fc.integer({ min: 0, max: 200 }),
      pause: fc.integer({ min: -500, max: 5_000 }),
    }),
    { minLength: 1, maxLength: 200 },
  )
  .map((turns) => {
    let atMs = 1_000;
    return turns.map(({ length, pause }, id) => {
      atMs = Math.max(0, atMs + pause);
      const startMs = atMs;
      atMs += 1_000;
      return { id, speaker: 'Anna', text: 'x'.repeat(length), startMs, endMs: atMs };
    });
  });
const bytes = (segments: { text: string }[]) =>
  segments.reduce((sum, { text }) => sum + text.length + 30, 0);

describe('sections', () => {
  it('hold every segment once, in order, and none is empty', () => {
    fc.assert(
      fc.property(spoken, fc.integer({ min: 100, max: 5_000 }), (segments, longest) => {
        const sections = sectionsOf(segments, longest);
        expect(sections.flat()).toEqual(segments);
        expect(sections.every(({ length }) => length > 0)).toBe(true);
      }),
    );
  });

  it('are within the budget and of similar size where segments are short beside it', () => {
    fc.assert(
      fc.property(spoken, (segments) => {
        const sections = sectionsOf(segments, 3_000);
        if (sections.length === 1) return;
        const sizes = sections.map(bytes);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(3_000);
        // A segment at either end, and the room in which a pause is looked for.
        const ideal = bytes(segments) / sections.length;
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(ideal * 0.8 - 2 * 230);
      }),
    );
  });

  it('are one where it is short enough', () => {
    const segments = [{ id: 0, speaker: 'Anna', text: 'Hello.', startMs: 0, endMs: 900 }];
    expect(sectionsOf(segments)).toEqual([segments]);
  });

  it('are cut in the longest pause near the middle', () => {
    const segments = Array.from({ length: 100 }, (_, id) => {
      const startMs = id * 1_000 + (id >= 48 ? 9_000 : 0) + (id >= 80 ? 90_000 : 0);
      return { id, speaker: 'Anna', text: 'x'.repeat(70), startMs, endMs: startMs + 900 };
    });
    expect(sectionsOf(segments, 7_000).map(({ length }) => length)).toEqual([48, 52]);
  });

  it('of one endless remark are that remark', () => {
    const remark = { id: 0, speaker: 'Anna', text: 'x'.repeat(500), startMs: 0, endMs: 900 };
    expect(sectionsOf([remark], 100)).toEqual([[remark]]);
  });
});
