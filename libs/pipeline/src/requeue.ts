import type { Stage, Transaction } from '@memo/entities';
import { asNew } from '@memo/ledger';
import { markRequeued } from './meeting-status.ts';

/**
 * Queues runs again as if they were new, and tells their meetings. The first start goes, too, because a provider's rate
 * limit is waited out for so long from there.
 * @param condition on `r`, a run, and `m`, its meeting, with the values as its parameters.
 * @returns the stage of each.
 */
export async function requeue(
  tx: Transaction,
  condition: string,
  values: unknown[],
): Promise<Stage[]> {
  const [runs] = await tx.manager.query<[{ meeting_id: string; stage: Stage }[], number]>(
    `UPDATE stage_runs AS r SET ${asNew}, user_id = m.user_id
     FROM meetings m
     WHERE m.id = r.meeting_id AND m.generation = r.generation AND m.deleted_at IS NULL AND ${condition}
     RETURNING r.meeting_id, r.stage`,
    values,
  );
  for (const [stage, own] of Map.groupBy(runs, (run) => run.stage)) {
    await markRequeued(
      tx.manager,
      stage,
      own.map((run) => run.meeting_id),
    );
  }
  return runs.map(({ stage }) => stage);
}
