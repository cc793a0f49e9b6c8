/** Numbers that look random and are the same for the same seeds. */
export interface Random {
  /** At least 0, less than 1. */
  share(): number;
  /** Both ends included. */
  integer(min: number, max: number): number;
  /** @throws RangeError when there is nothing to pick from. */
  pick<T>(items: readonly T[]): T;
  shuffled<T>(items: readonly T[]): T[];
}

export function createRandom(...seeds: number[]): Random {
  let state = seeds.reduce(hash32, 0);
  const share = () => {
    state = (state + 0x9e37_79b9) >>> 0;
    return hash32(state, 0) / 2 ** 32;
  };
  const integer = (min: number, max: number) => min + Math.floor(share() * (max - min + 1));
  return {
    share,
    integer,
    pick(items) {
      if (items.length === 0) throw new RangeError('There is nothing to pick from.');
      return items[integer(0, items.length - 1)] as (typeof items)[number];
    },
    shuffled(items) {
      return items
        .map((item) => ({ item, key: share() }))
        .sort((a, b) => a.key - b.key)
        .map(({ item }) => item);
    },
  };
}

/** Two numbers as one unsigned 32-bit number, every bit depending on every other (the murmur3 finish). */
export function hash32(a: number, b: number): number {
  let mixed = (Math.imul(a ^ 0x5bd1_e995, 0x85eb_ca6b) ^ (b + 0x27d4_eb2f)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
