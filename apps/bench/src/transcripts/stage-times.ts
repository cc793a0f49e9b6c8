import type { Stage } from '@memo/entities';
import type { DataSource } from 'typeorm';

/** How long the runs of a stage were at work, in ms, in order of part. */
export async function stageTimes(
  database: DataSource,
  meetingId: string,
  stage: Stage,
): Promise<number[]> {
  const rows: { ms: number }[] = await database.query(
    `SELECT extract(epoch FROM finished_at - started_at)::float8 * 1000 AS ms FROM stage_runs
     WHERE meeting_id = $1 AND stage = $2 AND status = 'succeeded' ORDER BY part`,
    [meetingId, stage],
  );
  return rows.map(({ ms }) => ms);
}
