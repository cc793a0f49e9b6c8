import type { Logger } from '@memo/logging';
import type { DataSource } from 'typeorm';

export interface Sweeper {
  /** Waits for a sweep under way. */
  stop(): Promise<void>;
}

export interface SweeperOptions {
  dataSource: DataSource;
  /** Run one after the other; each returns how much it found to do. */
  tasks: Readonly<Record<string, () => Promise<number>>>;
  everyMs: number;
  /** Sweepers of one lock, in whichever process, work one at a time; those of another do not wait for them. */
  lock?: SweeperLock;
  logger: Logger;
}

/** Any numbers that no other use of advisory locks in this database has. */
const lockKeys = { sweep: 4_213_001, seal: 4_213_004 };

type SweeperLock = keyof typeof lockKeys;

/**
 * Repeats the tasks for as long as the process lives. Every API process has a sweeper and an advisory lock lets one
 * of them work at a time; the lock goes with its transaction, so a crash cannot leave it behind.
 */
export function startSweeper({
  dataSource,
  tasks,
  everyMs,
  lock: name = 'sweep',
  logger,
}: SweeperOptions): Sweeper {
  let underWay: Promise<void> = Promise.resolve();
  let busy = false;

  async function sweep(): Promise<void> {
    await dataSource.transaction(async (manager) => {
      const [lock]: { locked: boolean }[] = await manager.query(
        'SELECT pg_try_advisory_xact_lock($1) AS locked',
        [lockKeys[name]],
      );
      if (!lock?.locked) return;
      for (const [name, task] of Object.entries(tasks)) {
        try {
          const found = await task();
          if (found > 0) logger.debug('Swept', { task: name, found });
        } catch (error) {
          // One task's trouble is not the others': without Redis there is still storage to clear.
          logger.warn('A sweep failed; the next one tries again', { task: name, error });
        }
      }
    });
  }

  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    underWay = sweep()
      .catch((error: unknown) => {
        logger.warn('A sweep failed; the next one tries again', { error });
      })
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
