import type { Database } from '@memo/entities';
import { countWaiting, type JournalLog } from './seal.sql.ts';

/** What was recorded and has no place in its log yet. */
export interface Unsealed {
  rows: number;
  /** Null where there is none. */
  oldestSeconds: number | null;
}

const none: Unsealed = { rows: 0, oldestSeconds: null };

/** How far behind the sealer is, in each log of all workspaces together. */
export async function readSealerLag({
  openRows,
}: Pick<Database, 'openRows'>): Promise<Record<JournalLog, Unsealed>> {
  const waiting = await openRows().all(countWaiting, {});
  const of = (log: JournalLog) => waiting.find((one) => one.log === log) ?? none;
  return { events: of('events'), audit: of('audit') };
}
