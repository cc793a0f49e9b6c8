import type { Transaction } from '@memo/entities';
import type { JobProducer } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import { markRequeued } from './meeting-status.ts';
import { ensureJob, type QueuedRun } from './schedule.ts';

/**
 * Queues runs again as if they were new, and tells their meetings. The epoch stays: it only ever rises. The first
 * start goes, because a provider's rate limit is waited out for so long from there.
 * @param condition on `r`, a run, and `m`, its meeting, with the values as its parameters.
 */
export async function requeue(
  tx: Transaction,
  condition: string,
  values: unknown[],
): Promise<QueuedRun[]> {
  const [runs] = await tx.manager.query<[QueuedRun[], number]>(
    `UPDATE stage_runs AS r SET status = 'queued', attempts = 0, crashes = 0, error = NULL, result = NULL,
       lease_until = NULL, queued_at = now(), started_at = NULL, finished_at = NULL
     FROM meetings m
     WHERE m.id = r.meeting_id AND m.generation = r.generation AND m.deleted_at IS NULL AND ${condition}
     RETURNING r.id, r.meeting_id, r.stage`,
    values,
  );
  for (const [stage, own] of Map.groupBy(runs, (run) => run.stage)) {
    await markRequeued(
      tx.manager,
      stage,
      own.map((run) => run.meeting_id),
    );
  }
  return runs;
}

/** Adds the jobs of runs queued again, after the commit; without Redis the sweeper does it. */
export function ensureJobsLater(
  tx: Transaction,
  { producer, logger }: { producer: Pick<JobProducer, 'ensure'>; logger: Logger },
  runs: readonly QueuedRun[],
): void {
  tx.afterCommit(async () => {
    try {
      for (const run of runs) await ensureJob(producer, run);
    } catch (error) {
      logger.warn('The jobs of retried stages wait for the sweeper', { error });
    }
  });
}
