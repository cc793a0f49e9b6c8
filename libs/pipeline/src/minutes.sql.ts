import { integer, jsonb, ownedStatement, sql, uuid, type MeetingError } from '@memo/entities';
import { asNew } from '@memo/ledger';

/** SQL, as a part of a claim: the minutes that a run is about are being made. */
export const minutesStarted = `UPDATE minutes SET status = 'PROCESSING', updated_at = now() FROM claimed
    WHERE minutes.meeting_id = claimed.meeting_id AND minutes.number = claimed.part AND claimed.stage = 'minutes'`;

/** A run of its own for each minutes of a meeting, as new where there was one before. */
export const queueMinutes = ownedStatement({
  name: 'pipeline.queue_minutes',
  values: { id: uuid, meetingId: uuid, number: integer },
  columns: {},
  sql: ({ $, own, workspace }) => sql`
    INSERT INTO stage_runs (id, workspace_id, user_id, meeting_id, stage, generation, part)
    SELECT ${$.id}, ${workspace}, m.user_id, m.id, 'minutes', 0, ${$.number} FROM meetings m
    WHERE ${own('meetings', 'm')} AND m.id = ${$.meetingId}
    ON CONFLICT (meeting_id, generation, stage, part) DO UPDATE SET ${asNew('0')}
    WHERE ${own('stage_runs')}`,
});

export const markMinutesFailed = ownedStatement({
  name: 'pipeline.fail_minutes',
  values: { meetingId: uuid, number: integer, error: jsonb<MeetingError>() },
  columns: {},
  sql: ({ $, own }) => sql`UPDATE minutes
    SET status = 'FAILED', error = ${$.error}, replace_edits = false, updated_at = now()
    WHERE ${own('minutes')} AND meeting_id = ${$.meetingId} AND number = ${$.number}`,
});

/** How long after a change the dashboard is told: what is changed meanwhile is told at once. */
const tellAfterUs = 60_000_000;

/**
 * Has a meeting that the dashboard has delivered anew. A delivery that waits is left alone, it reads what there is then;
 * one under way may have read too early, so it loses its lease.
 */
export const deliverAgain = ownedStatement({
  name: 'pipeline.deliver_again',
  values: { meetingId: uuid },
  columns: { id: uuid },
  sql: ({ $, own }) => sql`UPDATE stage_runs AS r SET ${asNew(String(tellAfterUs))} FROM meetings m
    WHERE ${own('meetings', 'm')} AND m.id = ${$.meetingId} AND m.dashboard_status <> 'NOT_CONFIGURED'
      AND ${own('stage_runs', 'r')} AND r.meeting_id = m.id AND r.generation = m.generation AND r.stage = 'sync'
      AND r.status IN ('succeeded', 'failed', 'running')
    RETURNING r.id`,
});
