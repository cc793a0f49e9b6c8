import { describe, expect, it } from '@jest/globals';
import { checkNote } from './check-note.ts';
import { createSaid } from './said.ts';

const texts = [
  'We agreed on ten percent.',
  'I will send the offer by Friday, and Kim books the room.',
  'Thank you.',
  'Thank you.',
  'Yes.',
  'Yes, the room is free and the offer is good.',
];
const segments = texts.map((text, id) => ({
  id,
  speaker: id === 1 ? 'Anna Berg' : 'Speaker2',
  text,
  startMs: 0,
  endMs: 0,
}));
const check = (answer: Partial<Parameters<typeof checkNote>[0]>) =>
  checkNote(
    { summary: [], key_points: [], action_items: [], ...answer },
    createSaid(segments, { names: [] }),
  );
const point = (quote: string, ...ids: number[]) => ({ text: 'A point', segment_ids: ids, quote });

describe('a point', () => {
  it('keeps its segments and gets the words of the transcript as its quote', () => {
    expect(check({ key_points: [point('AGREED ON TEN PERCENT', 1, 0, 0, 99)] })).toMatchObject({
      keyPoints: [{ text: 'A point', segment_ids: [0, 1], quote: 'agreed on ten percent.' }],
      unsupported: 0,
    });
  });

  it('names its segments in reading order, which is not that of their ids', () => {
    const [first, second, third] = segments;
    const edited = [first, { ...third, id: 71, text: 'Later added.' }, second].flatMap((segment) =>
      segment === undefined ? [] : [segment as (typeof segments)[number]],
    );
    const answer = { summary: [], action_items: [], key_points: [point('later added', 1, 71, 0)] };
    expect(checkNote(answer, createSaid(edited, { names: [] })).keyPoints).toMatchObject([
      { segment_ids: [0, 71, 1], quote: 'Later added.' },
    ]);
  });

  it('that names the wrong segment is put where its quote stands', () => {
    expect(check({ summary: [point('We agreed', 2)] }).summary).toEqual([
      { text: 'A point', segment_ids: [0], quote: 'We agreed' },
    ]);
  });

  it.each([
    ['was never said', point('eleven percent', 0)],
    ['stands in more than one other segment', point('Thank you', 0)],
    ['is empty', point('', 0)],
  ])('whose quote %s is dropped and counted', (_, invented) => {
    expect(check({ summary: [invented], key_points: [invented] })).toMatchObject({
      summary: [],
      keyPoints: [],
      unsupported: 2,
    });
  });

  it('rests on a word alone only where that is all somebody said, or was said once', () => {
    const dropped = { keyPoints: [], unsupported: 1 };
    expect(check({ key_points: [point('the', 1)] })).toMatchObject(dropped);
    expect(check({ key_points: [point('yes', 5)] })).toMatchObject(dropped);
    const kept = (quote: string, ...ids: number[]) =>
      check({ key_points: [point(quote, ...ids)] }).keyPoints;
    expect(kept('yes', 4)).toMatchObject([{ segment_ids: [4], quote: 'Yes.' }]);
    expect(kept('ten', 0)).toMatchObject([{ segment_ids: [0], quote: 'ten' }]);
  });

  it('that rests on everything is shown where its quote stands', () => {
    const long = Array.from({ length: 30 }, (_, id) => {
      return { id, speaker: 'Anna', text: `Remark ${id} of many`, startMs: 0, endMs: 0 };
    });
    const all = point('remark 7 of', ...long.map(({ id }) => id));
    const answer = { summary: [all], key_points: [], action_items: [] };
    expect(checkNote(answer, createSaid(long, { names: [] })).summary).toMatchObject([
      { segment_ids: [7] },
    ]);
  });

  it('that says nothing is dropped and counted', () => {
    const silent = { ...point('We agreed', 0), text: ' ' };
    expect(check({ key_points: [silent] })).toMatchObject({ keyPoints: [], unsupported: 1 });
  });
});

describe('an action item', () => {
  const item = (owner: string | null, due: string | null, ...others: number[]) => ({
    task: 'Send the offer',
    assigned_to: owner,
    due_date: due,
    segment_ids: [1, ...others],
    quote: 'send the offer',
  });
  const checked = (owner: string | null, due: string | null) => {
    const { actionItems, unsupported } = check({ action_items: [item(owner, due)] });
    return [actionItems[0]?.assigned_to, actionItems[0]?.due_date, unsupported];
  };

  it.each([
    ['a speaker', 'anna berg', 'Anna Berg'],
    ['somebody its words name', 'kim', 'Kim'],
  ])('keeps as owner %s', (_, owner, kept) => {
    expect(checked(owner, null)).toEqual([kept, null, 0]);
  });

  it('keeps as owner a speaker only where it rests on what they said', () => {
    expect(checked('Speaker2', null)).toEqual([null, null, 1]);
    const { actionItems } = check({ action_items: [item('Speaker2', null, 2)] });
    expect(actionItems).toMatchObject([{ assigned_to: 'Speaker2' }]);
  });

  it('keeps a date in the words that were said', () => {
    expect(checked(null, 'by friday')).toEqual([null, 'by Friday', 0]);
  });

  it.each([
    ['owner', 'Julia', null],
    ['date', null, '2026-11-27'],
  ])('has an %s that was guessed left blank and counted', (_, owner, due) => {
    expect(checked(owner, due)).toEqual([null, null, 1]);
  });

  it('has no owner where the model names none', () => {
    expect(checked(' ', null)).toEqual([null, null, 0]);
  });
});
