import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anOperation, aTranscript, speakerKeys } from '../../test/edited-meeting.ts';
import type { Segment } from '../types.ts';
import { evidenceNow } from './evidence.ts';
import { applyHunks, invertHunks } from './hunks.ts';
import { lineageAfter, type Hunk, type Lineage } from './lineage.ts';
import { planEdit, type EditOperation } from './plan-edit.ts';

interface Edited {
  segments: Segment[];
  nextSegmentId: number;
  lineage: Lineage;
  /** What was written down of each edit, and what made it. */
  made: { hunks: readonly Hunk[]; by: EditOperation | 'undo' }[];
}

type Step = { edit: EditOperation } | { undo: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: anOperation.map((edit) => ({ edit })) },
    { weight: 1, arbitrary: fc.nat(5).map((undo) => ({ undo })) },
  ),
  { minLength: 1, maxLength: 12 },
);

function take(now: Edited, step: Step): Edited {
  if ('undo' in step) {
    const made = now.made.at(-1 - step.undo);
    return made === undefined ? now : written(now, invertHunks(made.hunks), 'undo');
  }
  const planned = planEdit({ ...now, speakerKeys }, step.edit);
  if ('refused' in planned || planned.hunks.length === 0) return now;
  return written({ ...now, nextSegmentId: planned.nextSegmentId }, planned.hunks, step.edit);
}

function written(now: Edited, hunks: readonly Hunk[], by: EditOperation | 'undo'): Edited {
  const segments = applyHunks(now.segments, hunks);
  if (segments === null) return now;
  const lineage = lineageAfter(now.lineage, hunks);
  return { ...now, segments, lineage, made: [...now.made, { hunks, by }] };
}

/** Every state between the transcript of the machine and the end of some edits. */
function holds(check: (edited: Edited, machine: Segment[], before: Edited) => void): void {
  fc.assert(
    fc.property(aTranscript, steps, (machine, all) => {
      let now: Edited = { segments: machine, nextSegmentId: machine.length, lineage: [], made: [] };
      for (const step of all) {
        const before = now;
        now = take(now, step);
        check(now, machine, before);
      }
    }),
    { seed: 16, numRuns: 100 },
  );
}

const lettersOf = (segments: readonly Segment[]): string =>
  segments.map(({ text }) => text.replaceAll(/\s/g, '')).join('');

describe('whatever is edited, split, merged, moved, replaced and undone', () => {
  it('what was written down leads from the machine’s words to those of now, and back to the byte', () => {
    holds(({ segments, made }, machine) => {
      const forth = made.reduce<Segment[] | null>(
        (now, { hunks }) => now && applyHunks(now, hunks),
        machine,
      );
      expect(forth).toEqual(segments);
      const back = made
        .toReversed()
        .reduce<Segment[] | null>(
          (now, { hunks }) => now && applyHunks(now, invertHunks(hunks)),
          segments,
        );
      expect(JSON.stringify(back)).toBe(JSON.stringify(machine));
    });
  });

  it('an edit says what it found, to the letter and the millisecond', () => {
    holds(({ made }, _, before) => {
      const found = new Map(before.segments.map((segment) => [segment.id, segment]));
      const hunks = made.length > before.made.length ? (made.at(-1)?.hunks ?? []) : [];
      for (const segment of hunks.flatMap((hunk) => hunk.before)) {
        expect(found.get(segment.id)).toEqual(segment);
      }
    });
  });

  it('no letter goes or comes but by a change of text that is written down', () => {
    holds(({ segments, made }, _, before) => {
      const by = made.length > before.made.length ? made.at(-1)?.by : undefined;
      const changesText = by === 'undo' || by?.kind === 'change' || by?.kind === 'replace';
      const [is, was] = [lettersOf(segments), lettersOf(before.segments)];
      expect(changesText || is === was).toBe(true);
    });
  });

  it('an id is one segment, and was given', () => {
    holds(({ segments, nextSegmentId }) => {
      const ids = segments.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(Math.max(...ids)).toBeLessThan(nextSegmentId);
    });
  });

  it('words are spelled by their segment, in whole milliseconds inside of it', () => {
    holds(({ segments }) => {
      for (const { text, startMs, endMs, words } of segments) {
        for (const word of words) {
          expect(text).toContain(word.text);
          const times = [startMs, word.startMs, word.endMs, endMs];
          expect(times.every(Number.isInteger)).toBe(true);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
        }
      }
    });
  });

  it('a statement points at segments that are there, and its quote stands where nobody changed a text', () => {
    holds(({ segments, lineage, made }, machine) => {
      const there = new Set(segments.map(({ id }) => id));
      const isWritten = made.every(({ by }) => {
        return by !== 'undo' && by.kind !== 'change' && by.kind !== 'replace';
      });
      for (const { id, text } of machine) {
        const cited = { segment_ids: [id], quote: text };
        const { segmentIds, quoteChanged } = evidenceNow(cited, segments, lineage);
        expect(segmentIds).not.toEqual([]);
        expect(segmentIds.filter((one) => !there.has(one))).toEqual([]);
        expect(isWritten && quoteChanged).toBe(false);
      }
    });
  });
});
