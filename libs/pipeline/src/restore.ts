import {
  runStatuses,
  newId,
  type Database,
  type MeetingStatus,
  type Stage,
  type Tenant,
  type Transaction,
} from '@memo/entities';
import { offerLater, type OfferLaterDeps } from '@memo/ledger';
import { atOnce } from './delivery-held.ts';
import { deleteWaitingOfOthers } from './generations.sql.ts';
import { markRequeued } from './meeting-status.sql.ts';
import { requeueStage } from './requeue.sql.ts';
import { lockMeetingState } from './retry.sql.ts';
import { lockDelivery, readAnalytics, showAgain } from './restore.sql.ts';
import { stageLedger } from './stage-ledger.sql.ts';
import { insertRuns } from './stage-runs.sql.ts';

/**
 * Makes what was kept of the generation what is read, in the same transaction; what is shown is kept first.
 * @returns false where nothing was kept of it.
 */
export type BringBack = () => Promise<boolean>;

export type RestoreAnswer =
  /** These stages run for it. */
  | { kind: 'restored'; stages: Stage[] }
  | { kind: 'shown_already' }
  | { kind: 'runs_anew' }
  | { kind: 'not_completed'; status: MeetingStatus }
  /** There is no such generation, or nothing came of it. */
  | { kind: 'nothing_kept' }
  | { kind: 'not_found' };

/**
 * Shows an earlier generation again. Metrics that it never got are made now, and the dashboard is told.
 * @throws DeliveryHeld where its delivery is just being ended; all of the transaction is to be done again.
 */
export async function restore(
  { database, ...tickets }: OfferLaterDeps & { database: Database },
  tenant: Tenant,
  tx: Transaction,
  { meetingId, generation }: { meetingId: string; generation: number },
  bringBack: BringBack,
): Promise<RestoreAnswer> {
  const rows = database.rows(tenant, tx);
  const state = await rows.first(lockMeetingState, { meetingId });
  if (state === null) return { kind: 'not_found' };
  if (state.nextGeneration !== null) return { kind: 'runs_anew' };
  const { status } = state;
  if (status !== 'COMPLETED') return { kind: 'not_completed', status };
  if (state.generation === generation) return { kind: 'shown_already' };
  await atOnce(rows.first(lockDelivery, { meetingId, generation }));
  if (!(await bringBack())) return { kind: 'nothing_kept' };
  await rows.run(showAgain, { meetingId, generation });
  await rows.run(deleteWaitingOfOthers, { meetingId, generation });
  const stages = await whatFollows();
  offerLater(tx, tickets, stageLedger, stages);
  return { kind: 'restored', stages };

  async function whatFollows(): Promise<Stage[]> {
    const measured = await rows.first(readAnalytics, { meetingId });
    const isMeasured = measured?.status === 'COMPLETED' || measured?.status === 'FAILED';
    const stage: Stage = isMeasured ? 'sync' : 'analyze';
    // Also what was given up or put back while another generation was shown.
    const statuses = [...runStatuses];
    const requeued = await rows.all(requeueStage, { meetingId, generation, stage, statuses });
    if (requeued.length > 0) {
      await rows.run(markRequeued[stage], { meetingIds: [meetingId] });
      return requeued.map((run) => run.stage);
    }
    const inserted = await rows.run(insertRuns, { ids: [newId()], meetingId, stage, generation });
    await rows.run(markRequeued[stage], { meetingIds: [meetingId] });
    return Array<Stage>(inserted).fill(stage);
  }
}
