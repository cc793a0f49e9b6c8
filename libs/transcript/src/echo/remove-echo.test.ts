import { describe, expect, it } from '@jest/globals';
import type { TranscribedPart } from '../types.ts';
import { removeEcho, type LevelOf } from './remove-echo.ts';

const wordMs = 300;

function part(side: number, ...said: [startMs: number, text: string][]): TranscribedPart {
  const utterances = said.map(([startMs, text]) => {
    const words = text.split(' ').map((word, index) => {
      const wordStartMs = startMs + index * wordMs;
      return { text: word, startMs: wordStartMs, endMs: wordStartMs + wordMs - 20 };
    });
    return { speaker: 'A', text, startMs, endMs: words.at(-1)?.endMs ?? startMs, words };
  });
  return { chunk: 0, side, startMs: 0, endMs: 60_000, utterances };
}

const levels =
  (...db: number[]): LevelOf =>
  (side) =>
    db[side] ?? null;

const textOf = (parts: readonly TranscribedPart[]) =>
  parts.map(({ utterances }) => utterances.map(({ text }) => text).join(' | '));

const remote = 'please send the contract to our lawyer';

describe('what a microphone hears from the loudspeaker', () => {
  it.each([
    ['as it was said', remote, 60],
    ['with other punctuation and case', 'Please, send the contract to our Lawyer.', 60],
    ['much later', remote, 450],
    ['before the other side, by the engine’s own clock', remote, -200],
  ])('goes: %s', (_, echo, delayMs) => {
    const parts = [part(0, [1_000 + delayMs, echo]), part(1, [1_000, remote])];
    const { parts: left, wordsRemoved } = removeEcho(parts, levels(-38, -23));
    expect(textOf(left)).toEqual(['', remote]);
    expect(wordsRemoved).toBe(7);
  });

  it('goes on either side', () => {
    const parts = [part(0, [1_000, remote]), part(1, [1_060, remote])];
    expect(textOf(removeEcho(parts, levels(-23, -38)).parts)).toEqual([remote, '']);
  });

  it('goes out of the middle of what is said before it', () => {
    const parts = [part(0, [400, `well yes ${remote}`]), part(1, [1_000, remote])];
    expect(textOf(removeEcho(parts, levels(-30, -23)).parts)).toEqual(['well yes', remote]);
  });

  it('goes where it is as loud, from the side that hears it later', () => {
    const parts = [part(0, [1_060, remote]), part(1, [1_000, remote])];
    expect(textOf(removeEcho(parts, levels(-23, -23)).parts)).toEqual(['', remote]);
    const reversed = [part(0, [1_000, remote]), part(1, [1_060, remote])];
    expect(textOf(removeEcho(reversed, levels(-23, -23)).parts)).toEqual([remote, '']);
  });

  it('goes in few words where the microphone is known to hear the loudspeaker', () => {
    const parts = [
      part(0, [1_060, remote], [9_080, 'i agree'], [15_050, 'yes']),
      part(1, [1_000, remote], [9_000, 'i agree'], [15_000, 'yes']),
    ];
    const { parts: left } = removeEcho(parts, levels(-38, -23));
    expect(textOf(left)).toEqual(['', `${remote} | i agree | yes`]);
  });

  it('stays once of two tracks with the same sound, short answers, too', () => {
    const said = [
      [1_000, remote],
      [9_000, 'i agree'],
      [15_000, 'yes'],
    ] as [number, string][];
    const parts = [part(0, ...said), part(1, ...said)];
    const { parts: left } = removeEcho(parts, levels(-23, -23));
    expect(textOf(left)).toEqual(['', `${remote} | i agree | yes`]);
  });

  it('stays once of two tracks with the same sound', () => {
    const parts = [part(0, [1_000, remote]), part(1, [1_000, remote])];
    const { parts: left, wordsRemoved } = removeEcho(parts, levels(-23, -23));
    expect(textOf(left)).toEqual(['', remote]);
    expect(wordsRemoved).toBe(7);
  });
});

describe('what two people say stays', () => {
  it('where the words differ, even in between', () => {
    const parts = [part(0, [1_000, 'please lend me my contract']), part(1, [1_000, remote])];
    expect(textOf(removeEcho(parts, levels(-38, -23)).parts)).toEqual([
      'please lend me my contract',
      remote,
    ]);
  });

  it('where the same words come a second later', () => {
    const parts = [part(0, [2_000, remote]), part(1, [1_000, remote])];
    expect(textOf(removeEcho(parts, levels(-38, -23)).parts)).toEqual([remote, remote]);
  });

  it('a word that both say at the same moment', () => {
    const parts = [part(0, [1_000, 'yes']), part(1, [1_050, 'yes'])];
    expect(textOf(removeEcho(parts, levels(-26, -23)).parts)).toEqual(['yes', 'yes']);
  });

  it.each([
    ['together, one of them in a lower voice', 100, 'i solemnly swear', -28],
    ['together, the quieter one first', -400, 'thank you goodbye', -27],
  ])('a few words that they say %s', (_, laterMs, words, quieterDb) => {
    const parts = [part(0, [1_000, words]), part(1, [1_000 + laterMs, words])];
    expect(textOf(removeEcho(parts, levels(-23, quieterDb)).parts)).toEqual([words, words]);
  });

  it('a few words that do not come as its echo does', () => {
    const parts = [
      part(0, [1_060, remote], [9_000, 'thank you']),
      part(1, [1_000, remote], [9_400, 'thank you']),
    ];
    expect(textOf(removeEcho(parts, levels(-30, -23)).parts)).toEqual([
      'thank you',
      `${remote} | thank you`,
    ]);
  });

  it('where nobody knows how loud it was', () => {
    const parts = [part(0, [1_000, remote]), part(1, [1_000, remote])];
    expect(removeEcho(parts, () => null).wordsRemoved).toBe(0);
  });

  it('on one side alone', () => {
    const parts = [part(0, [1_000, remote])];
    expect(removeEcho(parts, levels(-23, -23))).toEqual({ parts, wordsRemoved: 0 });
  });
});
