/** Seeded choices: the same seed makes the same meeting. */
export interface Dice {
  between: (min: number, max: number) => number;
  below: (count: number) => number;
  chance: (probability: number) => boolean;
  oneOf: <T>(values: T[]) => T;
  shuffled: <T>(values: T[]) => T[];
}

export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  // Mulberry32.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return {
    between: (min, max) => min + next() * (max - min),
    below,
    chance: (probability) => next() < probability,
    oneOf: <T>(values: T[]) => values[below(values.length)] as T,
    shuffled: (values) =>
      values
        .map((value) => ({ value, order: next() }))
        .sort((a, b) => a.order - b.order)
        .map(({ value }) => value),
  };
}
