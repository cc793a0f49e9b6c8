import { stages, type MeetingError, type RunError, type Stage } from '@memo/entities';
import type { EntityManager } from 'typeorm';
import type { StageClaim } from './claim.ts';

type Queries = Pick<EntityManager, 'query'>;
type Effect = string | null;

interface Effects {
  started: Effect;
  succeeded: Effect;
  failed: Effect;
  /** Queued again after it had failed for good, or for a second result. */
  requeued: string;
}

const processing = `status = 'PROCESSING', error = NULL`;

/** What a stage's start, success, final failure and retry mean for its meeting. Nothing else changes these columns. */
const effects: Record<Stage, Effects> = {
  prepare: {
    started: processing,
    succeeded: null,
    failed: failing(),
    requeued: `status = 'PENDING', error = NULL`,
  },
  transcribe: { started: null, succeeded: null, failed: failing(), requeued: processing },
  assemble: { started: null, succeeded: null, failed: failing(), requeued: processing },
  // A failed summary keeps the transcript: the meeting says FAILED and why, and shows what it has.
  summarize: {
    started: null,
    succeeded: `status = 'COMPLETED', error = NULL, completed_at = now()`,
    failed: failing(),
    requeued: processing,
  },
  analyze: {
    started: `analytics_status = 'PROCESSING'`,
    succeeded: `analytics_status = 'COMPLETED'`,
    failed: `analytics_status = 'FAILED'`,
    // A delivery that failed is tried again once the analysis has ended.
    requeued: `analytics_status = 'PENDING',
      dashboard_status = CASE dashboard_status WHEN 'FAILED' THEN 'PENDING' ELSE dashboard_status END`,
  },
  // `succeeded` is the service's to say: DELIVERED or NOT_CONFIGURED.
  sync: {
    started: null,
    succeeded: null,
    failed: `dashboard_status = 'FAILED'`,
    requeued: `dashboard_status = 'PENDING'`,
  },
};

function failing(): Effect {
  return `status = 'FAILED', error = $2`;
}

/** What a start means, as the part of the claim itself that it is: a worker that comes back late sets nothing back. */
export const changesOnClaim: readonly string[] = stages.flatMap((stage) => {
  const { started } = effects[stage];
  if (started === null) return [];
  return `UPDATE meetings SET ${started}, updated_at = now() FROM claimed
    WHERE meetings.id = claimed.meeting_id AND claimed.stage = '${stage}'`;
});

export async function markSucceeded(queries: Queries, claim: StageClaim): Promise<void> {
  await update(queries, claim, effects[claim.stage].succeeded);
}

export async function markFailed(
  queries: Queries,
  claim: StageClaim,
  error: RunError,
): Promise<void> {
  const meetingError: MeetingError = { ...error, stage: claim.stage };
  await update(queries, claim, effects[claim.stage].failed, meetingError);
}

export async function markRequeued(
  queries: Queries,
  stage: Stage,
  meetingIds: readonly string[],
): Promise<void> {
  await queries.query(
    `UPDATE meetings SET ${effects[stage].requeued}, updated_at = now() WHERE id = ANY($1)`,
    [meetingIds],
  );
}

async function update(
  queries: Queries,
  { meetingId }: StageClaim,
  effect: Effect,
  error?: MeetingError,
): Promise<void> {
  if (effect === null) return;
  const values = effect.includes('$2') ? [meetingId, error] : [meetingId];
  await queries.query(`UPDATE meetings SET ${effect}, updated_at = now() WHERE id = $1`, values);
}
