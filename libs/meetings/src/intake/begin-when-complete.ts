import type { Rows, Transaction } from '@memo/entities';
import type { Pipeline } from '@memo/pipeline';
import { completeMeeting, lockWaiting, type WaitingMeeting } from './intake.sql.ts';

/** Puts those who change the recordings of one meeting in order. Null for a meeting that is gone. */
export const lockMeeting = (own: Rows, id: string): Promise<WaitingMeeting | null> =>
  own.first(lockWaiting, { id });

/**
 * Begins a locked meeting when nothing of it is waited for any more and something is there; true when it did.
 * @param own of the transaction.
 */
export async function beginWhenComplete(
  pipeline: Pick<Pipeline, 'begin'>,
  own: Rows,
  tx: Transaction,
  { id, workspaceId, generation }: WaitingMeeting,
): Promise<boolean> {
  const count = await own.run(completeMeeting, { id });
  if (count > 0) await pipeline.begin(tx, { id, workspaceId, generation });
  return count > 0;
}
