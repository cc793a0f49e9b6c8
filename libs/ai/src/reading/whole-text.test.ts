import { describe, expect, it } from '@jest/globals';
import { readTurns } from './turns.ts';
import { comparedWithText } from './whole-text.ts';

const sent = { durationMs: 60_000, diarize: true };
const turns = Array.from({ length: 12 }, (_, index) => {
  const text = Array.from({ length: 8 }, (_, at) => `w${index}x${at % 6}`).join(' ');
  return { speaker: index % 2 === 0 ? 'A' : 'B', start: index * 5, end: index * 5 + 4.8, text };
});
const textOf = (all: readonly { text: string }[]) => all.map(({ text }) => text).join(' ');
const unreadIn = (given: readonly object[], text: string) =>
  comparedWithText(readTurns(given, sent), text, sent).unread;

describe('a text that says more than the turns of its answer', () => {
  it.each([
    ['at the end', [11], [{ startMs: 54_800, endMs: 60_000 }]],
    ['at the start', [0], [{ startMs: 0, endMs: 5_000 }]],
    [
      ...['in between', [4, 5, 8]],
      [
        { startMs: 19_800, endMs: 30_000 },
        { startMs: 39_800, endMs: 45_000 },
      ],
    ],
  ] as const)('%s shows that words were not read there', (_where, left, unread) => {
    const given = turns.filter((_, index) => !(left as readonly number[]).includes(index));
    expect(unreadIn(given, textOf(turns))).toEqual(unread);
  });

  it.each([
    ['two words in between', 'w3x2 w3x3', 'w3x2 sure enough w3x3'],
    ['a word at the end', 'w11x5 w11x0 w11x1', 'w11x5 w11x0 w11x1 bye'],
    ['a word at the start', 'w0x0 w0x1 w0x2', 'well w0x0 w0x1 w0x2'],
  ])('shows it by less than five words, too: %s', (_where, words, more) => {
    expect(unreadIn(turns, textOf(turns).replace(words, more))).toHaveLength(1);
  });

  it('by characters where no space tells words apart', () => {
    const [first, second] = ['今天我们讨论下个季度的预算', '然后还有招聘计划和办公室搬迁的事情'];
    const given = [{ start: 0, end: 20, text: first }];
    expect(unreadIn(given, first + second)).toEqual([{ startMs: 20_000, endMs: 60_000 }]);
    expect(unreadIn(given, `${first}对吧`)).toEqual([{ startMs: 20_000, endMs: 60_000 }]);
  });
});

describe('a text that says the same as the turns of its answer', () => {
  it.each([
    ['in other letters', textOf(turns).toUpperCase().replaceAll(' ', ', ')],
    ['in another order', textOf([...turns].reverse())],
    [
      'with a label before each turn',
      turns.map(({ speaker, text }) => `${speaker}: ${text}`).join('\n'),
    ],
    [
      'with sounds in brackets',
      textOf(turns).replaceAll('w3x0', '(long applause in the whole room) w3x0'),
    ],
    [
      'with a name of two words before each turn',
      turns.map(({ speaker, text }) => `Speaker ${speaker}: ${text}`).join(' '),
    ],
    ['with a number in words', textOf(turns).replace('w3x3', 'twenty twenty five')],
    ['with fillers that no list has', textOf(turns).replaceAll(/(w\dx3)/g, 'um $1')],
    ['or less', textOf(turns.slice(3))],
    ['or nothing', ''],
  ])('%s shows nothing', (_how, text) => {
    expect(unreadIn(turns, text)).toEqual([]);
  });
});
