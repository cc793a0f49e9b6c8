import type { Database } from '@memo/entities';
import { pruneOldEvents } from './events.sql.ts';

const batchSize = 10_000;

/**
 * Removes what happened more than 30 days ago, as much as one run may, and keeps how far that went: who asks from
 * there is told to read everything anew. @returns how many events it removed.
 */
export const pruneEvents = ({ openRows }: Pick<Database, 'openRows'>): Promise<number> =>
  openRows().run(pruneOldEvents, { limit: batchSize });
