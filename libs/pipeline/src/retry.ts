import type { Database, Owner, RowOfStatement, Stage, Tenant, Transaction } from '@memo/entities';
import { offerLater, type OfferLaterDeps } from '@memo/ledger';
import { fillGaps, type FillAnswer } from './fill-gaps.ts';
import { requeue } from './requeue.ts';
import { lockFailedMeetings, lockMeetingState } from './retry.sql.ts';
import { stageLedger } from './stage-ledger.sql.ts';

export type RetryAnswer =
  /** These stages run again. */
  | { kind: 'retried'; stages: Stage[] }
  | { kind: 'nothing_failed'; state: MeetingState; lacks: 'nothing' | Unfillable }
  /** A generation is being made beside the one that is shown. */
  | { kind: 'runs_anew' }
  | { kind: 'not_found' };

/** Why gaps cannot be asked about again, as in `FillAnswer`. */
type Unfillable = 'missing_from_file' | 'chunks_unknown';

type MeetingState = Omit<RowOfStatement<typeof lockMeetingState>, 'generation' | 'nextGeneration'>;

/** With the status of before: what failed of a COMPLETED meeting are its metrics or its delivery. */
export type RetriedMeeting = RowOfStatement<typeof lockFailedMeetings>;

export interface RetryBatch {
  /** The last id of the batch before; null to begin. */
  after: string | null;
  limit: number;
  /** Of what was COMPLETED the metrics failed, or the delivery: those alone cost nothing. */
  completedAlone?: boolean;
}

/**
 * Queues again what failed for good. Of a COMPLETED meeting whose transcript has gaps the chunks with gaps are asked
 * about again, in a generation beside the one that is shown.
 */
export async function retry(
  { database, ...tickets }: OfferLaterDeps & { database: Database },
  tenant: Tenant,
  tx: Transaction,
  meetingId: string,
): Promise<RetryAnswer> {
  const rows = database.rows(tenant, tx);
  const state = await rows.first(lockMeetingState, { meetingId });
  if (state === null) return { kind: 'not_found' };
  const { status, analytics, dashboard } = state;
  const shown = { status, analytics, dashboard };
  if (state.nextGeneration !== null) return { kind: 'runs_anew' };
  const requeued = await requeue.failed(rows, [meetingId]);
  // The status of before: what failed of a COMPLETED meeting are its metrics or its delivery.
  const filled = status === 'COMPLETED' ? await fillGaps(rows, meetingId) : noGaps;
  if (filled.kind === 'filling') requeued.push(...filled.stages);
  else if (requeued.length === 0) {
    const lacks = filled.kind === 'no_gaps' ? 'nothing' : filled.kind;
    return { kind: 'nothing_failed', state: shown, lacks };
  }
  offerLater(tx, tickets, stageLedger, requeued);
  return { kind: 'retried', stages: [...new Set(requeued)] };
}

const noGaps = { kind: 'no_gaps' } as const satisfies FillAnswer;

/**
 * In order of id, so that a meeting whose second try fails at once is not met again in the same round.
 * @returns the meetings of which something runs again; fewer than the limit when there are no more.
 */
export async function retryFailed(
  database: Database,
  owner: Owner,
  tx: Transaction,
  { completedAlone = false, ...batch }: RetryBatch,
): Promise<RetriedMeeting[]> {
  const rows = database.rows(owner, tx);
  const { userId } = owner;
  const meetings = await rows.all(lockFailedMeetings, { userId, completedAlone, ...batch });
  const ids = meetings.map(({ id }) => id);
  if (ids.length > 0) await requeue.failed(rows, ids);
  return meetings;
}
