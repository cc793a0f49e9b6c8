import { describe, expect, it } from '@jest/globals';
import { facts, noteClaims, type NoteClaim } from '@memo/testing/note-claims';
import { checkNote } from './check-note.ts';
import { createSaid } from './said.ts';

const claims = noteClaims();
const traps = claims.filter(({ trap }) => trap !== null);

/** Whether the statement is still there in a note that says it in this way. */
function isKept({ statement, said, quote }: NoteClaim, as: 'text' | 'task'): boolean {
  const segments = said.map((one, id) => ({ id, ...one, startMs: id * 1_000, endMs: id * 1_000 }));
  const support = { segment_ids: segments.map(({ id }) => id), quote };
  const point = { text: statement, ...support };
  const item = { task: statement, assigned_to: null, due_date: null, ...support };
  const answer =
    as === 'text'
      ? { summary: [point], key_points: [point], action_items: [] }
      : { summary: [], key_points: [], action_items: [item] };
  const note = checkNote(answer, createSaid(segments, { names: [] }));
  return note.keyPoints.length + note.summary.length + note.actionItems.length > 0;
}

const ofTruth = (all: readonly NoteClaim[]) => all.filter(({ trap }) => trap === null);

/** The same said by Speaker1, Speaker2 …, as a model is given it. */
function withLabels(claim: NoteClaim): NoteClaim {
  const names = [...new Set(claim.said.map(({ speaker }) => speaker))];
  const named = (text: string) =>
    names.reduce(
      (all, name, at) => all.replaceAll(new RegExp(`\\b${name}\\b`, 'gu'), `Speaker${at + 1}`),
      text,
    );
  const said = claim.said.map(({ speaker, text }) => ({ speaker: named(speaker), text }));
  return { ...claim, said, statement: named(claim.statement) };
}

describe('statements with the words that they rest on', () => {
  it('are enough of both kinds, in two halves', () => {
    for (const half of ['made', 'scored']) {
      expect(traps.filter((claim) => claim.half === half).length).toBeGreaterThanOrEqual(75);
      expect(
        claims.filter((claim) => claim.trap === null && claim.half === half).length,
      ).toBeGreaterThanOrEqual(75);
    }
  });

  it.each(['text', 'task'] as const)(
    'keep no link, number, date or name as %s that was not said, in either half',
    (as) => {
      const kept = traps
        .filter(({ trap }) => trap !== null && facts.includes(trap))
        .filter((claim) => isKept(claim, as));
      expect(kept.map(({ statement }) => statement)).toEqual([]);
    },
  );

  it.each([
    'The customer accepted the price.',
    'Twenty-five licences are needed at ten dollars each.',
    'The customer pays for the shipping.',
  ])('do not keep what turns its words round: %s', (statement) => {
    const claim = traps.find((one) => one.statement === statement);
    expect(claim && isKept(claim, 'text')).toBe(false);
  });

  it.each(['text', 'task'] as const)(
    'are kept where they are true, but for one in twenty, as %s and by whatever name',
    (as) => {
      for (const honest of [claims, claims.map(withLabels)].map(ofTruth)) {
        const dropped = honest.filter((claim) => !isKept(claim, as));
        expect(dropped.length).toBeLessThanOrEqual(honest.length / 20);
      }
    },
  );

  it('keep nothing of what was not said where speakers have labels, either', () => {
    const kept = traps
      .filter(({ trap }) => trap !== null && facts.includes(trap))
      .filter((claim) => isKept(withLabels(claim), 'text'));
    expect(kept.map(({ statement }) => statement)).toEqual([]);
  });
});
