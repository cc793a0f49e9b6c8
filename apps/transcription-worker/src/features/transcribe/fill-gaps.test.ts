import { expect, it } from '@jest/globals';
import type { Utterance } from '@memo/transcript';
import { fillGaps, spansToAskAgain } from './fill-gaps.ts';

/** Words of half a second, one a second, from a second on. */
function say(speaker: string, fromMs: number, text: string): Utterance {
  const words = text.split(' ').map((word, index) => {
    const startMs = fromMs + index * 1_000;
    return { text: word, startMs, endMs: startMs + 500 };
  });
  return { speaker, text, startMs: fromMs, endMs: words.at(-1)?.endMs ?? fromMs, words };
}

const gap = (startMs: number, endMs: number) => ({ startMs, endMs, reason: 'no_words' as const });

const wordsOf = (utterances: readonly Utterance[]) =>
  utterances.flatMap(({ speaker, text }) => text.split(' ').map((word) => `${speaker}:${word}`));

/** A minute of which the words between 20 and 30 s are missing; Ann speaks before the hole, Ben behind it. */
const known = {
  pieces: [
    {
      startMs: 100_000,
      endMs: 160_000,
      utterances: [
        say('ann', 10_000, 'the quick brown fox jumps over a lazy dog today'),
        say('ben', 30_000, 'nine red lamps burn bright along that quiet river'),
      ],
    },
  ],
  gaps: [gap(120_000, 130_000)],
};

/** From 14 to 36 s of it; labels are its own. */
const again = (hole: Utterance[]) => ({
  pieces: [
    {
      startMs: 114_000,
      endMs: 136_000,
      utterances: [
        say('1', 0, 'jumps over a lazy dog today'),
        ...hole,
        say('2', 16_000, 'nine red lamps burn bright along'),
      ],
    },
  ],
  gaps: [],
});

const local = { sameLabels: false };

it('a hole is filled with what was said in it, under the labels of the words around it, and nothing stands twice', () => {
  const filled = fillGaps(known, again([say('1', 6_000, 'we sold every green apple')]), local);
  expect(filled.gaps).toEqual([]);
  expect(filled.pieces).toHaveLength(1);
  const [piece] = filled.pieces;
  expect(piece).toMatchObject({ startMs: 100_000, endMs: 160_000 });
  expect(wordsOf(piece?.utterances ?? []).join(' ')).toBe(
    wordsOf([
      say('ann', 0, 'the quick brown fox jumps over a lazy dog today we sold every green apple'),
      say('ben', 0, 'nine red lamps burn bright along that quiet river'),
    ]).join(' '),
  );
  const apple = piece?.utterances.flatMap(({ words }) => words).find((w) => w.text === 'apple');
  expect(apple).toMatchObject({ startMs: 24_000, endMs: 24_500 });
});

it('a voice that is heard in the hole alone is somebody new', () => {
  const { pieces } = fillGaps(known, again([say('3', 7_000, 'may I ask')]), local);
  const speakers = new Set(pieces.flatMap((one) => one.utterances.map(({ speaker }) => speaker)));
  expect(speakers).toEqual(new Set(['ann', '3@114000', 'ben']));
});

it('what lacks words that were known is not taken: there is never less than before', () => {
  const worse = { ...again([]), gaps: [gap(120_000, 136_000)] };
  expect(fillGaps(known, worse, local)).toEqual(known);
  const split = { ...known, gaps: [gap(120_000, 122_000), gap(126_000, 130_000)] };
  const between = { ...again([]), gaps: [gap(123_000, 125_000)] };
  expect(fillGaps(split, between, local)).toEqual(split);
});

it('of a hole that was filled in part the rest stays a gap, for the reason it had', () => {
  const part = { ...again([say('1', 6_000, 'we sold')]), gaps: [gap(125_000, 130_000)] };
  expect(fillGaps(known, part, local).gaps).toEqual([gap(125_000, 130_000)]);
});

it('where nothing had been recognized the new piece stands by itself', () => {
  const nothing = { pieces: [], gaps: [gap(114_000, 136_000)] };
  const since = again([]);
  expect(fillGaps(nothing, since, local)).toEqual({ pieces: since.pieces, gaps: [] });
});

it('a gap is asked about with 6 s around it, on the clock of the audio that was sent', () => {
  const speech = [
    { startMs: 0, endMs: 40_000 },
    { startMs: 60_000, endMs: 100_000 },
  ];
  expect(spansToAskAgain({ speech }, [gap(2_000, 10_000), gap(60_000, 62_000)])).toEqual([
    { startMs: 0, endMs: 16_000 },
    { startMs: 34_000, endMs: 48_000 },
  ]);
  expect(spansToAskAgain({ speech }, [gap(90_000, 100_000), gap(82_000, 84_000)])).toEqual([
    { startMs: 56_000, endMs: 80_000 },
  ]);
});
