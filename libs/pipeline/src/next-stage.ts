import type { Transaction } from '@memo/entities';
import type { Schedule } from './schedule.ts';
import type { StageClaim } from './claim.ts';
import { ruleOf } from './stages.ts';

/** Writes the rows of what follows a finished run, once all its siblings have finished too. */
export async function scheduleNext(
  tx: Transaction,
  schedule: Schedule,
  claim: StageClaim,
  parts: number,
  { failed = false } = {},
): Promise<void> {
  const { next, continuesAfterFailure } = ruleOf(claim.stage);
  if (next === null || (failed && !continuesAfterFailure)) return;
  if (!(await isLastOfItsStage(tx, claim))) return;
  const { meetingId, generation } = claim;
  await schedule(tx, { meetingId, generation, stage: next, parts });
}

/**
 * Two chunks that finish at the same moment must not each see the other unfinished: the meeting's row lock puts
 * them in order, and the second one sees the first one's commit.
 */
async function isLastOfItsStage(tx: Transaction, claim: StageClaim): Promise<boolean> {
  if (ruleOf(claim.stage).parts === 'one') return true;
  await tx.manager.query('SELECT 1 FROM meetings WHERE id = $1 FOR UPDATE', [claim.meetingId]);
  const rows: { open: number }[] = await tx.manager.query(
    `SELECT count(*)::int AS open FROM stage_runs
     WHERE meeting_id = $1 AND generation = $2 AND stage = $3 AND status <> 'succeeded'`,
    [claim.meetingId, claim.generation, claim.stage],
  );
  return rows[0]?.open === 0;
}
