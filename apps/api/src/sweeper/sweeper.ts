import { advisoryLocks, type Database, type Transact } from '@memo/entities';
import type { Logger } from '@memo/logging';
import { createTroubles } from './troubles.ts';
import { takeLock } from './sweeper.sql.ts';

export interface Sweep {
  everyMs: number;
  /** @returns how much it found to do. */
  run: () => Promise<number>;
}

/** The interval at which work without a ticket gets one: nobody waits longer whose worker was killed. */
export const reconcileEveryMs = 2_000;

/** The interval of sweeps that no client waits for. */
export const sweepEveryMs = 10_000;

export interface Sweeper {
  /** Waits for a sweep under way. */
  stop(): Promise<void>;
}

export interface SweeperOptions {
  database: Database;
  transact: Transact;
  /** By name. Sweeps of one interval run one after the other, and wait for no sweep of another interval. */
  sweeps: Readonly<Record<string, Sweep>>;
  /** Is told of every turn of a sweep in this process. */
  onTurn?: (turn: SweepTurn) => void;
  logger: Logger;
}

export interface SweepTurn {
  sweep: string;
  /** How much it found to do; null where it failed. */
  found: number | null;
  at: Date;
}

type NamedSweep = readonly [name: string, sweep: Sweep];

/** The interval is the second half of the key. */
const lockKey = advisoryLocks.sweep;

/**
 * Repeats the sweeps for as long as the process lives. Every API process has a sweeper and an advisory lock lets one
 * of them work at a time; the lock goes with its transaction, so a crash cannot leave it behind.
 */
export function startSweeper(options: SweeperOptions): Sweeper {
  const { database, transact, sweeps, logger, onTurn } = options;
  const rounds = Map.groupBy(Object.entries(sweeps), ([, { everyMs }]) => everyMs);
  const troubles = createTroubles(logger);
  const started = [...rounds].map(([everyMs, round]) => repeat(everyMs, round));

  function repeat(everyMs: number, round: readonly NamedSweep[]): Sweeper {
    let underWay: Promise<void> = Promise.resolve();
    let busy = false;
    const timer = setInterval(() => {
      if (busy) return;
      busy = true;
      const task = `every ${everyMs} ms`;
      underWay = sweepAll(everyMs, round)
        .then(() => troubles.over(task))
        .catch((error: unknown) => troubles.tell(task, error))
        .finally(() => {
          busy = false;
        });
    }, everyMs);
    return {
      stop: async () => {
        clearInterval(timer);
        await underWay;
      },
    };
  }

  async function sweepAll(everyMs: number, round: readonly NamedSweep[]): Promise<void> {
    await transact(async (tx) => {
      const lock = await database.openRows(tx).first(takeLock, { lockKey, everyMs });
      if (!lock?.locked) return;
      for (const [name, { run }] of round) {
        try {
          const found = await run();
          onTurn?.({ sweep: name, found, at: new Date() });
          troubles.over(name);
          if (found > 0) logger.debug('Swept', { task: name, found });
        } catch (error) {
          // One sweep's trouble is not the others': without Redis there is still storage to clear.
          onTurn?.({ sweep: name, found: null, at: new Date() });
          troubles.tell(name, error);
        }
      }
    });
  }

  return {
    stop: async () => {
      await Promise.all(started.map((one) => one.stop()));
    },
  };
}
