import type { Database, MeetingError, Transaction } from '@memo/entities';
import type { RecordEvent } from '@memo/journal';
import type { StageClaim } from './claim.ts';
import { deleteWaitingOfOthers } from './generations.sql.ts';
import { giveUpNext, showNext } from './meeting-status.sql.ts';

/** Makes the claim's generation the one that is shown, if it was made beside it: its note is there. */
export async function showGeneration(
  database: Database,
  tx: Transaction,
  claim: StageClaim,
): Promise<void> {
  const { meetingId, generation } = claim;
  const rows = database.rows(claim, tx);
  const changed = await rows.run(showNext, { meetingId, generation });
  if (changed > 0) await rows.run(deleteWaitingOfOthers, { meetingId, generation });
}

/**
 * Gives up the claim's generation, if it is made beside the one that is shown: the meeting is COMPLETED as it was, and
 * says why nothing came of it.
 * @returns false for the generation that is shown.
 */
export async function giveUpGeneration(
  { database, recordEvent }: { database: Database; recordEvent: RecordEvent },
  tx: Transaction,
  claim: StageClaim,
  error: MeetingError,
): Promise<boolean> {
  const { workspaceId, meetingId, generation } = claim;
  const rows = database.rows(claim, tx);
  if ((await rows.first(giveUpNext, { meetingId, generation, error })) === null) return false;
  await recordEvent(tx, { kind: 'meeting.updated', workspaceId, meetingId, fields: ['status'] });
  return true;
}
