import { setTimeout as delay } from 'node:timers/promises';
import type { Client, Load } from './load.ts';
import type { System } from './system/start-system.ts';

export interface Strike {
  system: System;
  client: Client;
  /** Somebody else. */
  newClient: () => Promise<Client>;
  random: () => number;
  /** Says what is wrong, which no oracle that looks at the end could know. */
  problem: (what: string) => void;
  /** Says what was measured, for people to read. */
  figure: (what: string) => void;
  /** What so many workers were asking may be asked, and paid for, again. A killed worker need not be told. */
  interrupted: (workers: number) => void;
}

export interface Fault {
  name: string;
  /** What it proves, as a promise. */
  promise: string;
  /** Whether the ledger may count a crash meanwhile: a worker that was killed or paused is one, an outage is none. */
  crashes: 'none' | 'allowed';
  /** Whether recordings are uploaded meanwhile, or it brings its own. */
  load: 'usual' | 'own';
  /** Whether it may spoil answers, so that what was said is missing and told of; not where nothing is given. */
  mayLeaveGaps?: boolean;
  /** Why it cannot strike on this machine; null where it can. */
  unfit?(system: System): string | null;
  /** Breaks something while recordings are on their way, and has mended it when it resolves. */
  strike(strike: Strike): Promise<Load | undefined>;
}

/** Breaks it after a moment, for so long, and mends it. */
export const forSeconds =
  (seconds: number, breakIt: (system: System) => void): Fault['strike'] =>
  async ({ system }) => {
    await delay(2_000);
    breakIt(system);
    await delay(seconds * 1_000);
    system.restore();
    return undefined;
  };
