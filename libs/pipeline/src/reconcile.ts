import type { Stage } from '@memo/entities';
import type { JobProducer } from '@memo/jobs';
import type { DataSource } from 'typeorm';
import { jobIdOf } from './schedule.ts';

/** A run younger than this may still be on its way into its queue. */
const settleMs = 5_000;
const pageSize = 500;

interface StrandedRun {
  id: string;
  meeting_id: string;
  stage: Stage;
}

/**
 * Gives every run that waits, or whose holder vanished, a live job again. This is what makes Redis rebuildable:
 * after a FLUSHALL it costs seconds. Runs elsewhere than in the workers, which may be scaled to zero.
 * @returns how many runs were looked at.
 */
export async function reconcile(dataSource: DataSource, producer: JobProducer): Promise<number> {
  let looked = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const runs: StrandedRun[] = await dataSource.query(
      `SELECT r.id, r.meeting_id, r.stage FROM stage_runs r JOIN meetings m ON m.id = r.meeting_id
       WHERE r.id > $1 AND m.deleted_at IS NULL AND m.generation = r.generation
         AND ((r.status = 'queued' AND r.queued_at < now() - $2 * interval '1 millisecond')
           OR (r.status = 'running' AND r.lease_until < now() - $2 * interval '1 millisecond'))
       ORDER BY r.id LIMIT ${pageSize}`,
      [after, settleMs],
    );
    for (const { id, meeting_id: meetingId, stage } of runs) {
      await producer.ensure(stage, { stageRunId: id, meetingId }, { jobId: jobIdOf(stage, id) });
    }
    looked += runs.length;
    const last = runs.at(-1);
    if (last === undefined || runs.length < pageSize) return looked;
    after = last.id;
  }
}
