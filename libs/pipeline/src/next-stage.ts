import type { Database, Transaction } from '@memo/entities';
import { countOpen, lockMeeting } from './next-stage.sql.ts';
import type { Schedule } from './schedule.ts';
import type { StageClaim } from './claim.ts';
import { ruleOf } from './stages.ts';

/** Writes the rows of what follows a finished run, once all its siblings have finished too. */
export async function scheduleNext(
  { database, schedule }: { database: Database; schedule: Schedule },
  tx: Transaction,
  claim: StageClaim,
  parts: number,
  { failed = false } = {},
): Promise<void> {
  const { next, continuesAfterFailure } = ruleOf(claim.stage);
  if (next === null || (failed && !continuesAfterFailure)) return;
  if (!(await isLastOfItsStage(database, tx, claim))) return;
  const { workspaceId, meetingId, generation } = claim;
  await schedule(tx, { workspaceId, meetingId, generation, stage: next, parts });
}

/**
 * Two chunks that finish at the same moment must not each see the other unfinished: the meeting's row lock puts
 * them in order, and the second one sees the first one's commit.
 */
async function isLastOfItsStage(
  database: Database,
  tx: Transaction,
  claim: StageClaim,
): Promise<boolean> {
  const { meetingId, generation, stage } = claim;
  if (ruleOf(stage).parts === 'one') return true;
  const rows = database.rows(claim, tx);
  await rows.first(lockMeeting, { meetingId });
  const siblings = await rows.first(countOpen, { meetingId, generation, stage });
  return siblings?.open === 0;
}
