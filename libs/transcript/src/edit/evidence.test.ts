import { describe, expect, it } from '@jest/globals';
import { evidenceNow } from './evidence.ts';
import { lineageAfter, type Lineage } from './lineage.ts';

const say = (id: number, text: string) => {
  return { id, text, speakerKey: 'S1', startMs: id * 1_000, endMs: id * 1_000 + 900, words: [] };
};
const [whole, other, last] = [say(0, 'We ship on Friday.'), say(1, 'Good.'), say(2, 'Bye now.')];
const [left, right] = [say(0, 'We ship'), say(3, 'on Friday.')];
const split = lineageAfter([], [{ before: [whole], after: [left, right] }]);

const shipped = { segment_ids: [0], quote: 'ship on Friday.' };

describe('what a statement rests on now', () => {
  it('is what it cites, letter by letter, where nobody has edited', () => {
    const cited = { segment_ids: [9, 0], quote: 'never said' };
    expect(evidenceNow(cited, [whole], null)).toEqual({
      segmentIds: [9, 0],
      quote: 'never said',
      quoteChanged: false,
    });
  });

  it('says so where the segment does not say the quote any more', () => {
    const corrected = say(0, 'We ship on Monday.');
    expect(evidenceNow(shipped, [corrected, other], [])).toEqual({
      segmentIds: [0],
      quote: 'ship on Friday.',
      quoteChanged: true,
    });
  });

  it.each([
    ['a part of a word', 'We ship on Fridays.', 'on Friday'],
    ['another case', 'We ship on friday.', 'on Friday.'],
    ['words of a neighbour that was not cited', 'We ship', 'ship Good.'],
  ])('does not take %s for the quote', (_, text, quote) => {
    const found = evidenceNow({ segment_ids: [0], quote }, [say(0, text), other], []);
    expect(found).toMatchObject({ segmentIds: [0], quoteChanged: true });
  });

  it('looks on where one of the words of the quote stands before it', () => {
    const cited = { segment_ids: [0], quote: 'ship' };
    expect(evidenceNow(cited, [say(0, 'A shipyard may ship it.')], [])).toMatchObject({
      quoteChanged: false,
    });
  });

  it('is both parts of a split segment, where the quote goes across the cut', () => {
    expect(evidenceNow(shipped, [left, right, other], split)).toMatchObject({
      segmentIds: [0, 3],
      quoteChanged: false,
    });
  });

  it('is the part that says the quote', () => {
    const friday = { segment_ids: [0, 2], quote: 'Friday.' };
    expect(evidenceNow(friday, [left, right, other, last], split).segmentIds).toEqual([3, 2]);
    const we = { segment_ids: [0], quote: 'We ship' };
    expect(evidenceNow(we, [left, right, other], split).segmentIds).toEqual([0]);
  });

  it('is all parts where none says the quote, and where there was none', () => {
    const monday = say(3, 'on Monday.');
    expect(evidenceNow(shipped, [left, monday], split).segmentIds).toEqual([0, 3]);
    expect(evidenceNow({ segment_ids: [0] }, [left, monday], split)).toEqual({
      segmentIds: [0, 3],
      quote: null,
      quoteChanged: false,
    });
  });

  it('follows words into the segment that they were merged into, and back', () => {
    const merged = say(0, 'We ship on Friday. Good.');
    const cited = { segment_ids: [1], quote: 'Good.' };
    const into: Lineage = lineageAfter([], [{ before: [whole, other], after: [merged] }]);
    expect(evidenceNow(cited, [merged, last], into)).toMatchObject({
      segmentIds: [0],
      quoteChanged: false,
    });
    const back = lineageAfter(into, [{ before: [merged], after: [whole, other] }]);
    expect(evidenceNow(cited, [whole, other, last], back).segmentIds).toEqual([1]);
    expect(evidenceNow({ segment_ids: [1] }, [whole, other, last], back).segmentIds).toEqual([1]);
    // A note that was made of the merged segment.
    const since = { segment_ids: [0], quote: 'Good.' };
    expect(evidenceNow(since, [whole, other, last], back).segmentIds).toEqual([1]);
  });

  it('finds a quote in text without spaces, cut or not', () => {
    const cut = [say(0, '金曜日に'), say(3, '出荷します。')];
    const cited = { segment_ids: [0], quote: '曜日に出荷' };
    const parted = lineageAfter([], [{ before: [say(0, '金曜日に出荷します。')], after: cut }]);
    expect(evidenceNow(cited, cut, parted)).toMatchObject({
      segmentIds: [0, 3],
      quoteChanged: false,
    });
  });
});

it('a quote that a long text is full of, and never says as a word, is looked for once', () => {
  const text = 'a'.repeat(400_000);
  const found = evidenceNow({ segment_ids: [0], quote: 'a' }, [{ id: 0, text }], []);
  expect(found.quoteChanged).toBe(true);
});
