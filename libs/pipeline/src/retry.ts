import type { Database, Owner, RowOfStatement, Stage, Tenant, Transaction } from '@memo/entities';
import { offerLater, type OfferLaterDeps } from '@memo/ledger';
import { requeue } from './requeue.ts';
import { lockFailedMeetings, lockMeetingState } from './retry.sql.ts';
import { stageLedger } from './stage-ledger.sql.ts';

export type RetryAnswer =
  /** These stages run again. */
  | { kind: 'retried'; stages: Stage[] }
  | { kind: 'nothing_failed'; state: RowOfStatement<typeof lockMeetingState> }
  | { kind: 'not_found' };

export interface RetryBatch {
  /** The last id of the batch before; null to begin. */
  after: string | null;
  limit: number;
}

export async function retry(
  { database, ...tickets }: OfferLaterDeps & { database: Database },
  tenant: Tenant,
  tx: Transaction,
  meetingId: string,
): Promise<RetryAnswer> {
  const rows = database.rows(tenant, tx);
  const state = await rows.first(lockMeetingState, { meetingId });
  if (state === null) return { kind: 'not_found' };
  const requeued = await requeue.failed(rows, [meetingId]);
  if (requeued.length === 0) return { kind: 'nothing_failed', state };
  offerLater(tx, tickets, stageLedger, requeued);
  return { kind: 'retried', stages: [...new Set(requeued)] };
}

/**
 * In order of id, so that a meeting whose second try fails at once is not met again in the same round.
 * @returns the ids of the meetings that run again; fewer than the limit when there are no more.
 */
export async function retryFailed(
  database: Database,
  owner: Owner,
  tx: Transaction,
  batch: RetryBatch,
): Promise<string[]> {
  const rows = database.rows(owner, tx);
  const { userId } = owner;
  const meetings = await rows.all(lockFailedMeetings, { userId, ...batch });
  const ids = meetings.map(({ id }) => id);
  if (ids.length > 0) await requeue.failed(rows, ids);
  return ids;
}
