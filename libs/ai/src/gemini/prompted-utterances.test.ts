import { describe, expect, it } from '@jest/globals';
import { promptedUtterances } from './prompted-utterances.ts';

const sent = { durationMs: 60_000, diarize: true };
const turn = (index: number) => {
  return { speaker: 'A', start: index * 5, end: index * 5 + 4, text: `words of ${index}` };
};
const lines = (odd: string) =>
  [0, 1, 2, 3].map((index) => (index === 2 ? odd : JSON.stringify(turn(index)))).join('\n');

it.each([
  [
    'has keys without quotes',
    '{speaker: A, start: 10, end: 14, text: "lost words"}',
    9_000,
    15_000,
  ],
  [
    ...['has no text', JSON.stringify({ speaker: 'A', start: 10, end: 14, said: 'lost words' })],
    ...[10_000, 14_000],
  ],
] as const)('a line that %s is told as one that was not read', (_what, odd, startMs, endMs) => {
  const read = promptedUtterances(lines(odd), sent);
  expect(read?.utterances).toHaveLength(3);
  expect(read?.unread).toEqual([{ startMs, endMs }]);
});

it('an object with keys without quotes that does not end is an answer that was cut off', () => {
  expect(promptedUtterances(lines('{speaker: A, start: 10, text: "lost'), sent)).toBeNull();
});

it('a second part under another name is read', () => {
  const parts = [{ utterances: [turn(0), turn(1)] }, { continuation: [turn(2), turn(3)] }];
  const text = parts.map((part) => JSON.stringify(part)).join('\nHere is more:\n');
  expect(promptedUtterances(text, sent)).toMatchObject({ unread: [], utterances: { length: 4 } });
});

describe('an answer that is given more than once', () => {
  const fenced = (...lists: object[][]) =>
    lists.map((utterances) => '```json\n' + JSON.stringify({ utterances }) + '\n```').join('\n');
  const textsOf = (text: string) =>
    promptedUtterances(text, sent)?.utterances.map((one) => one.text);
  const draft = [0, 1, 2, 3].map(turn);
  const corrected = draft.map((one, at) => ({ ...one, text: `corrected words of ${at}` }));
  const texts = (...all: { text: string }[][]) => all.flat().map(({ text }) => text);

  it('as a draft and with other words, is the last whole one', () => {
    expect(textsOf(fenced(draft, corrected))).toEqual(texts(corrected));
    expect(textsOf(fenced(draft, corrected, draft))).toEqual(texts(draft));
    const finer = corrected.map((one) => ({ ...one, speaker: 'B', start: one.start + 0.4 }));
    expect(textsOf(fenced(draft, finer))).toEqual(texts(finer));
  });

  it('loses no words where the last is not whole, goes on, or is of somebody else', () => {
    const of = (name: string, words: string) =>
      draft.map((one, at) => ({ ...one, speaker: name, text: `${words} ${at * 7}` }));
    const [ann, bob] = [of('A', 'so much for'), of('B', 'indeed it was')];
    const more = [5, 6].map(turn);
    for (const lists of [
      [draft, corrected.slice(0, 2)],
      [draft, more],
      [ann, bob],
    ]) {
      const found = textsOf(fenced(...lists));
      expect(found).toHaveLength(lists.flat().length);
    }
  });

  it('is read in a moment, be it ever so often', () => {
    const startedAt = performance.now();
    const text = Array.from({ length: 20_000 }, (_, at) => JSON.stringify([turn(at)])).join('\n');
    expect(promptedUtterances(text, { ...sent, durationMs: 1e9 })?.utterances).toHaveLength(20_000);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('with the same words counts the turns that stand once', () => {
    const read = promptedUtterances(fenced([...draft, ...draft.slice(0, 2)]), sent);
    expect(read).toMatchObject({ utterances: { length: 4 }, givenTwice: 2 });
  });
});

it.each([
  '{"language":"en"}',
  '{"speakers":[{"speaker":"A"}]}',
  '{see above}',
  '[1]',
  '{"duration":60,"start":0}',
])('%j beside utterances is none of them', (beside) => {
  const text = `${beside}\n${JSON.stringify({ utterances: [turn(0), turn(1)] })}`;
  expect(promptedUtterances(text, sent)).toMatchObject({ unread: [], utterances: { length: 2 } });
});
