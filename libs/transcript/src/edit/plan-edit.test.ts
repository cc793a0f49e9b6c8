import { describe, expect, it } from '@jest/globals';
import type { Segment } from '../types.ts';
import { mostCharacters, planEdit, type EditOperation } from './plan-edit.ts';

/** One word every half second, each 0.4 s long, of which the machine is sure. */
function say(id: number, text: string, speakerKey = 'S1'): Segment {
  const startMs = id * 10_000;
  const words = text.split(' ').map((word, at) => ({
    ...{ text: word, startMs: startMs + at * 500, endMs: startMs + at * 500 + 400 },
    confidence: 0.9,
  }));
  return { id, speakerKey, text, startMs, endMs: words.at(-1)?.endMs ?? startMs, words };
}

const untimed = (segment: Segment): Segment => ({ ...segment, words: [] });

const plan = (segments: Segment[], operation: EditOperation) =>
  planEdit({ segments, nextSegmentId: 7, speakerKeys: new Set(['S1', 'S2']) }, operation);

function after(segments: Segment[], operation: EditOperation): Segment[] {
  const planned = plan(segments, operation);
  if ('refused' in planned) throw new Error(planned.refused);
  return planned.hunks.flatMap((hunk) => hunk.after);
}

const refusal = (segments: Segment[], operation: EditOperation) => {
  const planned = plan(segments, operation);
  return 'refused' in planned ? planned.refused : null;
};

const change = (text: string): EditOperation => ({ kind: 'change', segmentId: 0, text });
const split = (at: Extract<EditOperation, { kind: 'split' }>['at']): EditOperation => {
  return { kind: 'split', segmentId: 0, at };
};
const replace = (find: string, replacement: string, how = {}): EditOperation => {
  return { kind: 'replace', find, replacement, wholeWords: false, matchCase: false, ...how };
};

describe('a text that is changed', () => {
  it('keeps the times of words that stand, and shares the room between them among the others', () => {
    const [edited] = after(
      [say(0, 'we shall ship on Friday')],
      change('we will surely ship on Friday'),
    );
    expect(edited?.words).toEqual([
      { text: 'we', startMs: 0, endMs: 400, confidence: 0.9 },
      // 600 ms between "we" and "ship", by their letters.
      { text: 'will', startMs: 400, endMs: 640 },
      { text: 'surely', startMs: 640, endMs: 1_000 },
      { text: 'ship', startMs: 1_000, endMs: 1_400, confidence: 0.9 },
      { text: 'on', startMs: 1_500, endMs: 1_900, confidence: 0.9 },
      { text: 'Friday', startMs: 2_000, endMs: 2_400, confidence: 0.9 },
    ]);
  });

  it('keeps them where only case and punctuation are others', () => {
    const [edited] = after([say(0, 'we ship friday')], change('We ship: Friday!'));
    expect(edited?.words.map(({ text, startMs }) => [text, startMs])).toEqual([
      ['We', 0],
      ['ship', 500],
      ['Friday!', 1_000],
    ]);
  });

  it('has no times where the segment had none', () => {
    expect(after([untimed(say(0, 'one two'))], change('one three'))).toMatchObject([
      { text: 'one three', words: [] },
    ]);
  });

  it('keeps characters of a script without spaces', () => {
    const segment = { ...say(0, '金 曜 日'), text: '金曜日' };
    const [edited] = after([segment], change('土曜日'));
    expect(edited?.words.map(({ text, startMs }) => [text, startMs])).toEqual([
      ['土', 0],
      ['曜', 500],
      ['日', 1_000],
    ]);
  });

  it('is found in time in a speech of hours', () => {
    const words = Array.from({ length: 14_000 }, (_, n) => `w${n}`);
    const [edited] = after(
      [say(0, words.join(' '))],
      change(['first', ...words.slice(1, -1), 'last'].join(' ')),
    );
    expect(edited?.words[1]).toEqual({ text: 'w1', startMs: 500, endMs: 900, confidence: 0.9 });
  });

  it('changes nothing where it says so already', () => {
    expect(plan([say(0, 'one two')], change('one two'))).toMatchObject({ hunks: [] });
  });

  it('is no longer than a segment may be, unless it was longer', () => {
    const long = 'x'.repeat(mostCharacters.segment + 10);
    expect(refusal([say(0, 'one')], change(long))).toBe('too_long');
    expect(refusal([untimed(say(0, long))], change(long.slice(1)))).toBeNull();
    expect(refusal([untimed(say(0, long))], change(`${long}x`))).toBe('too_long');
  });
});

describe('a segment that is split', () => {
  it.each([
    ['a word', { word: 2 }],
    ['a character', { character: 8 }],
    ['a time', { ms: 950 }],
  ])('is cut before %s, each part with its words and times', (_, at) => {
    expect(after([say(0, 'one two three four')], split(at))).toEqual([
      { ...say(0, 'one two'), endMs: 900 },
      {
        ...{ id: 7, speakerKey: 'S1', text: 'three four', startMs: 1_000, endMs: 1_900 },
        words: say(0, 'one two three four').words.slice(2),
      },
    ]);
  });

  it('parts a word that is cut, by its letters, and says of neither how sure anybody was', () => {
    const [first, second] = after([say(0, 'nowhere')], split({ character: 3 }));
    expect(first?.words).toEqual([{ text: 'now', startMs: 0, endMs: 171 }]);
    expect(second?.words).toEqual([{ text: 'here', startMs: 171, endMs: 400 }]);
  });

  it('is parted by share of text where it has no times of words', () => {
    const segment = { ...untimed(say(0, 'aaaa bbbbb')), endMs: 1_000 };
    expect(after([segment], split({ word: 1 }))).toMatchObject([
      { text: 'aaaa', startMs: 0, endMs: 500 },
      { text: 'bbbbb', startMs: 500, endMs: 1_000 },
    ]);
  });

  it.each([
    ['at its beginning', { character: 0 }],
    ['at its first word', { word: 0 }],
    ['behind its last word', { word: 4 }],
    ['at its end', { character: 18 }],
    ['beyond its end', { character: 4_000 }],
    ['before its time', { ms: 0 }],
    ['after its time', { ms: 1_900 }],
  ])('is not cut %s', (_, at) => {
    expect(refusal([say(0, 'one two three four')], split(at))).toBe('cut_outside');
  });

  it('is not cut inside of a character', () => {
    expect(refusal([say(0, 'ok 👩‍🚀 ok')], split({ character: 4 }))).toBe('cut_outside');
    expect(refusal([say(0, 'ok 👩‍🚀 ok')], split({ character: 5 }))).toBe('cut_outside');
  });
});

describe('segments that are merged', () => {
  const three = [say(0, 'one'), say(1, 'two', 'S2'), say(2, 'three')];

  it('are the first one, with the words and the time of all', () => {
    expect(after(three, { kind: 'merge', segmentIds: [1, 0] })).toEqual([
      {
        ...{ id: 0, speakerKey: 'S1', text: 'one two', startMs: 0, endMs: 10_400 },
        words: [...say(0, 'one').words, ...say(1, 'two').words],
      },
    ]);
  });

  it('are said by whom it is said', () => {
    const merge: EditOperation = { kind: 'merge', segmentIds: [0, 1], speakerKey: 'S2' };
    expect(after(three, merge)).toMatchObject([{ speakerKey: 'S2' }]);
  });

  it('follow each other', () => {
    expect(refusal(three, { kind: 'merge', segmentIds: [0, 2] })).toBe('not_neighbours');
    expect(refusal(three, { kind: 'merge', segmentIds: [0, 0] })).toBe('not_neighbours');
  });
});

it('a range is given to another speaker, from whichever of its ends', () => {
  const four = [say(0, 'a'), say(1, 'b'), say(2, 'c', 'S2'), say(3, 'd')];
  const moved = after(four, { kind: 'move', fromId: 3, toId: 1, speakerKey: 'S2' });
  expect(moved.map(({ id, speakerKey }) => [id, speakerKey])).toEqual([
    [1, 'S2'],
    [3, 'S2'],
  ]);
});

describe('what is replaced', () => {
  const texts = (segments: Segment[], operation: EditOperation) =>
    after(segments, operation).map(({ text }) => text);

  it('is found whatever its case and spacing, and counted', () => {
    const said = [say(0, 'The queue one plan, Queue  One.'), say(1, 'no')];
    expect(texts(said, replace('queue one', 'Q1'))).toEqual(['The Q1 plan, Q1.']);
    expect(plan(said, replace('queue one', 'Q1'))).toMatchObject({ matches: 2 });
    expect(plan(said, replace('queue one', 'Q1', { matchCase: true }))).toMatchObject({
      matches: 1,
    });
  });

  it('is a whole word where that is asked for', () => {
    const said = [say(0, "can cannot can't pecan can, canö")];
    const whole = replace('can', 'X', { wholeWords: true });
    expect(texts(said, whole)).toEqual(["X cannot can't pecan X, canö"]);
    const han = [say(0, '東京都')];
    expect(texts(han, replace('京', '西', { wholeWords: true }))).toEqual(['東西都']);
  });

  it('is text, and no pattern', () => {
    expect(texts([say(0, 'a.c abc ($1)')], replace('.', '$&'))).toEqual(['a$&c abc ($1)']);
    expect(texts([say(0, 'a.c abc ($1)')], replace('($1)', '\\1'))).toEqual(['a.c abc \\1']);
  });

  it('leaves no hole where it is taken away', () => {
    expect(texts([say(0, 'so um we um')], replace('um', ''))).toEqual(['so we']);
    expect(after([say(0, 'um')], replace('um', ''))).toMatchObject([{ text: '', words: [] }]);
  });

  it('is not looked for in what it becomes', () => {
    expect(texts([say(0, 'aa')], replace('a', 'aa'))).toEqual(['aaaa']);
  });
});

it('who and what is not there is said', () => {
  const said = [say(0, 'one')];
  const nobody: EditOperation = { kind: 'change', segmentId: 0, speakerKey: 'S9' };
  expect(refusal(said, nobody)).toBe('no_such_speaker');
  expect(refusal(said, { ...nobody, segmentId: 4, speakerKey: 'S2' })).toBe('no_such_segment');
  const move: EditOperation = { kind: 'move', fromId: 0, toId: 4, speakerKey: 'S2' };
  expect(refusal(said, move)).toBe('no_such_segment');
  expect(refusal(said, { kind: 'merge', segmentIds: [0, 4] })).toBe('no_such_segment');
});
