import type { System } from './system/start-system.ts';

export interface Fault {
  name: string;
  /** What it proves, as a promise. */
  promise: string;
  /** Breaks something while recordings are on their way, and has mended it when it resolves. */
  strike(system: System, random: () => number): Promise<void>;
}
