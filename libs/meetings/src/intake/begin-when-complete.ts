import type { Rows, Transaction } from '@memo/entities';
import type { RecordEvent } from '@memo/journal';
import type { Pipeline } from '@memo/pipeline';
import { completeMeeting, lockWaiting, type WaitingMeeting } from './intake.sql.ts';

/** Puts those who change the recordings of one meeting in order. Null for a meeting that is gone. */
export const lockMeeting = (own: Rows, id: string): Promise<WaitingMeeting | null> =>
  own.first(lockWaiting, { id });

export interface BeginDeps {
  pipeline: Pick<Pipeline, 'begin'>;
  recordEvent: RecordEvent;
}

/**
 * Begins a locked meeting when nothing of it is waited for any more and something is there, and tells that its audio is;
 * true when it did.
 * @param own of the transaction.
 */
export async function beginWhenComplete(
  { pipeline, recordEvent }: BeginDeps,
  own: Rows,
  tx: Transaction,
  { id, workspaceId, generation }: WaitingMeeting,
): Promise<boolean> {
  const count = await own.run(completeMeeting, { id });
  if (count === 0) return false;
  await pipeline.begin(tx, { id, workspaceId, generation });
  // Not its status: that was PENDING before.
  const fields = ['audio'] as const;
  await recordEvent(tx, { kind: 'meeting.updated', workspaceId, meetingId: id, fields });
  return true;
}
