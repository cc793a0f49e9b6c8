import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assign } from './assign.ts';
import {
  judge,
  planMeeting,
  type JudgedSegment,
  type JudgedSpeaker,
  type KnownMeeting,
} from './index.ts';

let meeting: KnownMeeting;
beforeAll(() => {
  meeting = planMeeting({ seed: 41, minutes: 10, speakers: 4, overlaps: 0.2 });
});

const keyOf = (speaker: string) => speaker.replace('person', 'S');

/** The truth as a transcript. */
const perfect = ({ utterances }: KnownMeeting): JudgedSegment[] =>
  structuredClone(utterances).map(({ speaker, ...rest }) => ({
    ...rest,
    speakerKey: keyOf(speaker),
  }));
const speakersOf = ({ speakers, sides }: KnownMeeting): JudgedSpeaker[] =>
  speakers.map((name) => ({ key: keyOf(name), side: sides?.[name] ?? null }));

const flawless = {
  ...{ lost: 0, lostUtterances: 0, doubled: 0, invented: 0, inGaps: 0, orderErrors: 0 },
  ...{ textMismatches: 0, timingErrorP95Ms: 0, timingErrorMaxMs: 0 },
  ...{ speakerAttribution: 1, mixedKeys: [] },
};

/** The verdict on the truth after some damage. */
function verdictOn(
  damage: (segments: JudgedSegment[]) => JudgedSegment[] | undefined,
  options = {},
) {
  const segments = perfect(meeting);
  return judge(meeting, damage(segments) ?? segments, speakersOf(meeting), options);
}

function at(segments: JudgedSegment[], index: number): JudgedSegment {
  const segment = segments[index];
  if (!segment) throw new Error(`There is no segment ${index}.`);
  return segment;
}

describe('the judge', () => {
  it('finds nothing in the truth, however long and overlapped', () => {
    const plans = fc.record({
      seed: fc.nat(),
      minutes: fc.double({ min: 0.2, max: 20, noNaN: true }),
      speakers: fc.integer({ min: 2, max: 8 }),
      overlaps: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(plans, (plan) => {
        const known = planMeeting(plan);
        expect(judge(known, perfect(known), speakersOf(known))).toMatchObject(flawless);
      }),
      { numRuns: 15 },
    );
  });

  it('finds nothing in a silent transcript of silence', () => {
    const silent = planMeeting({
      ...{ seed: 1, minutes: 1, silences: [{ startMs: 0, endMs: 60_000 }] },
    });
    expect(judge(silent, [], [])).toMatchObject(flawless);
  });

  it('counts all of a transcript without words as lost', () => {
    const words = meeting.utterances.flatMap((utterance) => utterance.words).length;
    expect(verdictOn(() => [])).toMatchObject({ lost: words, speakerAttribution: 0 });
  });

  it('counts a lost word, and names it', () => {
    const verdict = verdictOn((segments) => void at(segments, 5).words.splice(1, 1));
    expect(verdict).toMatchObject({ ...flawless, lost: 1, lostUtterances: 1, textMismatches: 1 });
    expect(verdict.examples.lost).toHaveLength(1);
  });

  it('counts what lies in an admitted gap apart', () => {
    const gap = at(perfect(meeting), 9);
    const verdict = verdictOn((segments) => segments.filter((_, index) => index !== 9), {
      gaps: [gap],
    });
    expect(verdict).toMatchObject({ ...flawless, inGaps: gap.words.length });
  });

  it('counts a segment that comes twice', () => {
    const count = at(perfect(meeting), 7).words.length;
    expect(
      verdictOn((segments) =>
        segments.flatMap((one, index) => (index === 7 ? [one, { ...one }] : [one])),
      ),
    ).toMatchObject({ lost: 0, doubled: count, invented: 0 });
  });

  it('counts a segment that comes again much later as doubled too', () => {
    const index = meeting.utterances.findIndex(({ words }) => words.length > 8);
    const again = structuredClone(at(perfect(meeting), index));
    for (const word of again.words) {
      word.startMs += 200_000;
      word.endMs += 200_000;
    }
    const verdict = verdictOn((segments) => [...segments, { ...again, speakerKey: 'S9' }]);
    expect(verdict).toMatchObject({ lost: 0, doubled: again.words.length, invented: 0 });
  });

  it('counts what nobody said', () => {
    const words = ['Thank', 'you', 'for', 'watching.'].map((text, index) => ({
      text,
      startMs: index * 100,
      endMs: index * 100 + 100,
    }));
    const text = 'Thank you for watching.';
    expect(
      verdictOn((segments) => [
        { speakerKey: 'S1', text, startMs: 0, endMs: 400, words },
        ...segments,
      ]),
    ).toMatchObject({ ...flawless, invented: 4 });
  });

  it('counts segments out of order, as few as explain it', () => {
    expect(
      verdictOn((segments) => {
        const [moved] = segments.splice(30, 1);
        return moved && [moved, ...segments];
      }),
    ).toMatchObject({ ...flawless, orderErrors: 1 });
  });

  it('counts words out of order', () => {
    const index = meeting.utterances.findIndex(({ words }) => words.length > 8);
    expect(
      verdictOn((segments) => {
        const { words } = at(segments, index);
        words.push(...words.splice(2, 1));
      }),
    ).toMatchObject({ ...flawless, orderErrors: 1, textMismatches: 1 });
  });

  it('takes words that are all late for the words they are', () => {
    expect(
      verdictOn((segments) => {
        for (const word of segments.flatMap(({ words }) => words)) word.startMs += 120;
      }),
    ).toMatchObject({ ...flawless, timingErrorP95Ms: 120, timingErrorMaxMs: 120 });
  });

  it('does not care about case, punctuation or what a key is called', () => {
    const verdict = verdictOn((segments) =>
      segments.map((one) => ({
        ...one,
        speakerKey: `voice ${one.speakerKey}`,
        text: one.text.toUpperCase(),
        words: one.words.map((word) => ({ ...word, text: `${word.text.toUpperCase()},` })),
      })),
    );
    expect(verdict).toMatchObject(flawless);
  });

  it('takes segments whose words have no times', () => {
    const verdict = verdictOn((segments) => segments.map((one) => ({ ...one, words: [] })));
    expect(verdict).toMatchObject({ lost: 0, doubled: 0, invented: 0, timingErrorMaxMs: 0 });
  });

  it('gives each key one speaker and each speaker one key', () => {
    const one = verdictOn((segments) => segments.map((s) => ({ ...s, speakerKey: 'S1' })));
    expect(one.mixedKeys).toEqual(['S1']);
    expect(one.speakerAttribution).toBeGreaterThan(0.2);
    expect(one.speakerAttribution).toBeLessThan(0.5);
    const split = verdictOn((segments) =>
      segments.map((s, index) => ({ ...s, speakerKey: `${s.speakerKey}${index % 2}` })),
    );
    expect(split.mixedKeys).toEqual([]);
    expect(split.speakerAttribution).toBeLessThan(0.7);
  });

  it('knows the sides of a dual recording', () => {
    const dual = planMeeting({ seed: 42, minutes: 5, sides: [0, 1], overlaps: 0.4 });
    const segments = perfect(dual);
    expect(judge(dual, segments, speakersOf(dual)).sideAttribution).toBe(1);
    const swapped = speakersOf(dual).map(({ key, side }) => ({ key, side: side === 0 ? 1 : 0 }));
    expect(judge(dual, segments, swapped).sideAttribution).toBe(0);
    expect(judge(meeting, perfect(meeting), speakersOf(meeting)).sideAttribution).toBeNull();
  });
});

it('the best assignment is the best of all', () => {
  const table = fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
    .chain(([rows, columns]) => {
      const row = fc.array(fc.nat({ max: 20 }), { minLength: columns, maxLength: columns });
      return fc.array(row, { minLength: rows, maxLength: rows });
    });
  const best = (rows: number[][], taken: number[] = []): number => {
    const [row, ...rest] = rows;
    if (!row) return 0;
    const choices = row.map((value, column) =>
      taken.includes(column) ? 0 : value + best(rest, [...taken, column]),
    );
    return Math.max(best(rest, taken), ...choices);
  };
  fc.assert(
    fc.property(table, (shared) => {
      const columns = assign(shared);
      expect(new Set(columns).size).toBe(shared.length);
      const sum = columns.reduce((total, column, row) => total + (shared[row]?.[column] ?? 0), 0);
      expect(sum).toBe(best(shared));
    }),
  );
});
