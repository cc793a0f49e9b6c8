import { waitFor } from '@memo/testing';
import type { System } from '../system/start-system.ts';

/** What became of a meeting. */
export interface Row {
  id: string;
  status: string;
  dashboard_status: string;
  code: string | null;
}

export const rowsOf = ({ database }: System, ids: readonly string[]): Promise<Row[]> =>
  database.query(
    `SELECT id, status, dashboard_status, error->>'code' AS code FROM meetings WHERE id = ANY($1) AND deleted_at IS NULL`,
    [ids],
  );

/** Waits until a meeting has ended. @returns its status, ended or not. */
export async function endOf(system: System, id: string, timeoutMs: number): Promise<string> {
  const status = async () => (await rowsOf(system, [id]))[0]?.status ?? 'gone';
  const isOver = async () => ['COMPLETED', 'FAILED', 'gone'].includes(await status());
  await waitFor('the meeting to end', isOver, { timeoutMs, everyMs: 250 }).catch(() => undefined);
  return status();
}

/** How many runs are not over. Those of a deleted meeting go with it, wherever they stand. */
export async function openRuns({ database }: System): Promise<number> {
  const [row] = await database.query<{ open: number }[]>(
    `SELECT count(*)::int AS open FROM stage_runs r JOIN meetings m ON m.id = r.meeting_id
     WHERE r.status IN ('queued', 'running') AND m.deleted_at IS NULL`,
  );
  return row?.open ?? 0;
}
