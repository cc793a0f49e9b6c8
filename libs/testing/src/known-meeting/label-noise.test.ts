import { expect, it } from '@jest/globals';
import { mistake, type LabelNoise, type TrueTurn } from './label-noise.ts';
import { createRandom } from './random.ts';

const people = ['ann', 'bob', 'cid', 'dee'];
const turns: TrueTurn[] = Array.from({ length: 20_000 }, (_, index) => {
  return { speaker: people[index % 4] ?? '', words: 2 + (index % 24) };
});

function mistaken(noise: LabelNoise) {
  const labels = mistake(turns, noise, createRandom(1));
  const wrong = turns.flatMap((turn, index) => {
    return labels[index] === turn.speaker ? [] : [{ ...turn, label: labels[index] }];
  });
  return { labels, wrong, share: wrong.length / turns.length };
}

it('the share of turns that was asked for is under another label, short ones more often', () => {
  const { wrong, share } = mistaken({ mislabelled: 0.05 });
  expect(share).toBeGreaterThan(0.045);
  expect(share).toBeLessThan(0.055);
  const words = (of: readonly TrueTurn[]) =>
    of.reduce((sum, one) => sum + one.words, 0) / of.length;
  expect(words(wrong)).toBeLessThan(words(turns) - 3);
});

it('two similar voices are taken for each other, and more often', () => {
  const { wrong, share } = mistaken({ mislabelled: 0.05, similar: ['ann', 'bob'] });
  expect(share).toBeLessThan(0.055);
  const alike = wrong.filter(({ speaker }) => ['ann', 'bob'].includes(speaker));
  expect(alike.length).toBeGreaterThan(1.5 * (wrong.length - alike.length));
  expect(alike.every(({ speaker, label }) => label === (speaker === 'ann' ? 'bob' : 'ann'))).toBe(
    true,
  );
});

it('the same audio is heard in the same way, and nobody is heard who is not in it', () => {
  const noise = { mislabelled: 0.5 };
  expect(mistaken(noise).labels).toEqual(mistaken(noise).labels);
  expect(mistake([{ speaker: 'ann', words: 3 }], noise, createRandom(3))).toEqual(['ann']);
});
