import { expect, it } from '@jest/globals';
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
