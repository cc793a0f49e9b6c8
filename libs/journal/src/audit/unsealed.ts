import type { Database } from '@memo/entities';
import { countUnsealed } from './audit.sql.ts';

/** Audit entries of one workspace that the sealer has not put into its chain yet. */
export interface UnsealedEntries {
  rows: number;
  /** When the oldest of them was written. */
  since: Date;
  /** Longer ago than a sealer at work ever takes: it has stopped, or somebody keeps it from these rows. */
  overdue: boolean;
}

/** By workspace; there are few of them, because the sealer comes every second. */
export async function readUnsealed({
  openRows,
}: Pick<Database, 'openRows'>): Promise<Map<string, UnsealedEntries>> {
  const waiting = await openRows().all(countUnsealed, {});
  return new Map(waiting.map(({ workspace_id, ...entries }) => [workspace_id, entries]));
}
