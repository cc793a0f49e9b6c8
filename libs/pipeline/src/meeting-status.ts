import type { MeetingError, Stage, StageError } from '@memo/entities';
import type { EntityManager } from 'typeorm';
import type { StageClaim } from './claim.ts';

type Queries = Pick<EntityManager, 'query'>;
type Effect = string | null;

/** What a stage's start, success and final failure mean for its meeting. Nothing else changes these columns. */
const effects: Record<Stage, { started: Effect; succeeded: Effect; failed: Effect }> = {
  prepare: { started: `status = 'PROCESSING', error = NULL`, succeeded: null, failed: failing() },
  transcribe: { started: null, succeeded: null, failed: failing() },
  assemble: { started: null, succeeded: null, failed: failing() },
  // A failed summary keeps the transcript: the meeting says FAILED and why, and shows what it has.
  summarize: {
    started: null,
    succeeded: `status = 'COMPLETED', error = NULL, completed_at = now()`,
    failed: failing(),
  },
  analyze: {
    started: `analytics_status = 'PROCESSING'`,
    succeeded: `analytics_status = 'COMPLETED'`,
    failed: `analytics_status = 'FAILED'`,
  },
  // `succeeded` is the service's to say: DELIVERED or NOT_CONFIGURED.
  sync: { started: null, succeeded: null, failed: `dashboard_status = 'FAILED'` },
};

function failing(): Effect {
  return `status = 'FAILED', error = $2`;
}

export async function markStarted(queries: Queries, claim: StageClaim): Promise<void> {
  await update(queries, claim, effects[claim.stage].started);
}

export async function markSucceeded(queries: Queries, claim: StageClaim): Promise<void> {
  await update(queries, claim, effects[claim.stage].succeeded);
}

export async function markFailed(
  queries: Queries,
  claim: StageClaim,
  error: StageError,
): Promise<void> {
  const meetingError: MeetingError = { ...error, stage: claim.stage };
  await update(queries, claim, effects[claim.stage].failed, meetingError);
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
