import type { MigrationInterface } from 'typeorm';

/**
 * A change of the tables, written so that the code of the last release goes on working with it (docs/adr/0019). `up`
 * asks `queryRunner.query` alone, and reads nothing.
 */
export interface Migration extends MigrationInterface {
  /** Set when it removes or narrows something: which release's code can do without it, and why. */
  contracts?: Contraction;
}

export interface Contraction {
  /** A release in `release/`: neither its code nor that of a later one needs what goes. */
  since: string;
  /** For whoever reads it: what used it, and what does the work now. */
  because: string;
}
