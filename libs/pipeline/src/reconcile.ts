import type { Owner } from '@memo/entities';
import type { JobProducer } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import type { DataSource } from 'typeorm';
import { ensureJob, type QueuedRun } from './schedule.ts';

/** A run younger than this may still be on its way into its queue. */
const settleMs = 5_000;
const pageSize = 500;

/**
 * Gives every run that waits, or whose holder vanished, a live job again. This is what makes Redis rebuildable:
 * after a FLUSHALL it costs seconds. Runs elsewhere than in the workers, which may be scaled to zero.
 * @returns how many runs were looked at.
 */
export async function reconcile(dataSource: DataSource, producer: JobProducer): Promise<number> {
  let looked = 0;
  for await (const run of strandedRuns(dataSource, { settleMs, owner: null })) {
    await ensureJob(producer, run);
    looked += 1;
  }
  return looked;
}

export interface Redriven {
  /** Runs that had no live job and have one now. */
  runs: number;
  /** False when Redis went away before all was seen to: the sweeper will see to the rest. */
  reachable: boolean;
}

/** The same for the meetings of one person, who need not wait for the sweeper. */
export async function redrive(
  deps: { dataSource: DataSource; producer: JobProducer; logger: Logger },
  owner: Owner,
): Promise<Redriven> {
  let runs = 0;
  for await (const run of strandedRuns(deps.dataSource, { settleMs: 0, owner })) {
    try {
      if (await ensureJob(deps.producer, run)) runs += 1;
    } catch (error) {
      deps.logger.warn('Stranded stages wait for the sweeper', { error });
      return { runs, reachable: false };
    }
  }
  return { runs, reachable: true };
}

async function* strandedRuns(
  dataSource: DataSource,
  { settleMs: ms, owner }: { settleMs: number; owner: Owner | null },
): AsyncGenerator<QueuedRun> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const runs: QueuedRun[] = await dataSource.query(
      `SELECT r.id, r.meeting_id, r.stage FROM stage_runs r JOIN meetings m ON m.id = r.meeting_id
       WHERE r.id > $1 AND m.deleted_at IS NULL AND m.generation = r.generation
         AND ((r.status = 'queued' AND r.queued_at <= now() - $2 * interval '1 millisecond')
           OR (r.status = 'running' AND r.lease_until < now() - $2 * interval '1 millisecond'))
         AND ($3::uuid IS NULL OR (m.workspace_id = $3 AND m.user_id = $4))
       ORDER BY r.id LIMIT ${pageSize}`,
      [after, ms, owner?.workspaceId ?? null, owner?.userId ?? null],
    );
    yield* runs;
    const last = runs.at(-1);
    if (last === undefined || runs.length < pageSize) return;
    after = last.id;
  }
}
