import type {
  DashboardStatus,
  MeetingStatus,
  Owner,
  Stage,
  Tenant,
  Transaction,
} from '@memo/entities';
import { requeue } from './requeue.ts';
import { offerLater, type TicketDeps } from './schedule.ts';

export type RetryAnswer =
  /** These stages run again. */
  | { kind: 'retried'; stages: Stage[] }
  | { kind: 'nothing_failed'; state: MeetingState }
  | { kind: 'not_found' };

interface MeetingState {
  status: MeetingStatus;
  analytics: MeetingStatus;
  dashboard: DashboardStatus;
}

export interface RetryBatch {
  /** The last id of the batch before; null to begin. */
  after: string | null;
  limit: number;
}

/** A delivery is not tried again before its analysis, which ends in a delivery of its own: `redeliver`. */
const failedForGood = `r.status = 'failed' AND NOT (r.stage = 'sync' AND EXISTS (
  SELECT 1 FROM stage_runs a WHERE a.meeting_id = r.meeting_id AND a.generation = r.generation
    AND a.stage = 'analyze' AND a.status <> 'succeeded'))`;

/** The meeting's row lock makes one of two retries at once find nothing left to do. */
export async function retry(
  deps: TicketDeps,
  { workspaceId }: Tenant,
  tx: Transaction,
  meetingId: string,
): Promise<RetryAnswer> {
  const [state]: MeetingState[] = await tx.manager.query(
    `SELECT status, analytics_status AS analytics, dashboard_status AS dashboard FROM meetings
     WHERE id = $1 AND workspace_id = $2 AND deleted_at IS NULL FOR UPDATE`,
    [meetingId, workspaceId],
  );
  if (state === undefined) return { kind: 'not_found' };
  const requeued = await requeue(tx, `m.id = $1 AND ${failedForGood}`, [meetingId]);
  if (requeued.length === 0) return { kind: 'nothing_failed', state };
  offerLater(tx, deps, requeued);
  return { kind: 'retried', stages: [...new Set(requeued)] };
}

/**
 * In order of id, so that a meeting whose second try fails at once is not met again in the same round.
 * @returns the ids of the meetings that run again; fewer than the limit when there are no more.
 */
export async function retryFailed(
  { workspaceId, userId }: Owner,
  tx: Transaction,
  { after, limit }: RetryBatch,
): Promise<string[]> {
  const meetings: { id: string }[] = await tx.manager.query(
    `SELECT m.id FROM meetings m
     WHERE m.workspace_id = $1 AND m.user_id = $2 AND m.deleted_at IS NULL AND m.status = 'FAILED'
       AND ($3::uuid IS NULL OR m.id > $3)
       AND EXISTS (SELECT 1 FROM stage_runs r WHERE r.meeting_id = m.id AND r.generation = m.generation
         AND r.status = 'failed')
     ORDER BY m.id LIMIT $4 FOR UPDATE OF m`,
    [workspaceId, userId, after, limit],
  );
  const ids = meetings.map(({ id }) => id);
  if (ids.length > 0) await requeue(tx, `m.id = ANY($1) AND ${failedForGood}`, [ids]);
  return ids;
}
