import type { DataSource } from 'typeorm';

/** Audit entries of one workspace that the sealer has not put into its chain yet. */
export interface UnsealedEntries {
  rows: number;
  /** When the oldest of them was written. */
  since: Date;
  /** Longer ago than a sealer at work ever takes: it has stopped, or somebody keeps it from these rows. */
  overdue: boolean;
}

interface UnsealedRow extends UnsealedEntries {
  workspace_id: string;
}

/** By workspace; there are few of them, because the sealer comes every second. */
export async function readUnsealed(dataSource: DataSource): Promise<Map<string, UnsealedEntries>> {
  const waiting = await dataSource.query<UnsealedRow[]>(
    `SELECT workspace_id, count(*)::int AS rows, min(at) AS since, min(at) < now() - interval '5 minutes' AS overdue
     FROM pending_audit_entries GROUP BY workspace_id ORDER BY workspace_id`,
  );
  return new Map(waiting.map(({ workspace_id, ...entries }) => [workspace_id, entries]));
}
