import type { Figure } from './figure.ts';

export interface Bench {
  /** What is put here ends with the benchmark, however it ends. */
  resources: AsyncDisposableStack;
  /** Tells the person watching what is going on. */
  say: (line: string) => void;
  /** Whether pictures in docs/ are drawn anew, as figures in bench/released.json are. */
  isRelease: boolean;
}

export interface Benchmark {
  name: string;
  /** @throws Skipped when it cannot be measured here. */
  run: (bench: Bench) => Promise<Figure[]>;
}

/** Why a benchmark has no figures on this machine. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}
