import type { Database } from '@memo/entities';
import type { Logger } from '@memo/logging';
import { countOpens } from './opens.sql.ts';

export interface Opens {
  /** Counts that a link was opened. Waits for nothing. */
  note(linkId: string): void;
  /** Once everything noted is written. */
  close(): Promise<void>;
}

interface OpensDeps {
  database: Pick<Database, 'openRows'>;
  logger: Logger;
  /** How long opens are gathered after some were written, in ms. */
  everyMs?: number;
}

/**
 * Counts how often links are opened in one write every few seconds at most, however many are. What a process had
 * gathered when it was killed is not counted.
 */
export function createOpens({ database, logger, everyMs = 5_000 }: OpensDeps): Opens {
  let gathered = new Map<string, number>();
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;

  async function write(): Promise<void> {
    const opened = [...gathered];
    gathered = new Map();
    if (opened.length === 0) return;
    try {
      await database.openRows().run(countOpens, {
        links: opened.map(([id]) => id),
        counts: opened.map(([, count]) => count),
      });
    } catch (error) {
      logger.warn('Opens of share links were not counted', { links: opened.length, error });
    }
  }

  function writeNow(): void {
    timer = setTimeout(() => {
      timer = null;
      if (gathered.size > 0) writeNow();
    }, everyMs);
    timer.unref();
    writing = writing.then(write);
  }

  return {
    note: (linkId) => {
      gathered.set(linkId, (gathered.get(linkId) ?? 0) + 1);
      if (timer === null) writeNow();
    },
    close: async () => {
      if (timer !== null) clearTimeout(timer);
      await writing;
      await write();
    },
  };
}
