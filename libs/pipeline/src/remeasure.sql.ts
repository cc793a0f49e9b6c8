import { ownedStatement, sql, uuid } from '@memo/entities';
import { asNew } from '@memo/ledger';

/**
 * Holds the analysis of the generation that is shown, then its delivery. Comes before anything that locks the meeting's
 * row: whoever ends a run locks it first, too. None that failed, which a retry takes after its meeting.
 */
export const lockFollowing = ownedStatement({
  name: 'pipeline.lock_following',
  values: { meetingId: uuid },
  columns: { id: uuid },
  sql: ({ $, own }) => sql`SELECT run.id FROM stage_runs run
      JOIN meetings m ON m.id = run.meeting_id AND m.generation = run.generation
    WHERE ${own('stage_runs', 'run')} AND ${own('meetings', 'm')} AND m.id = ${$.meetingId}
      AND run.stage IN ('analyze', 'sync') AND run.status <> 'failed'
    ORDER BY run.stage FOR UPDATE OF run`,
});

const minute = 60_000_000;

/**
 * Has the meeting measured again in a minute. One that waits already will read what is there then; one under way may
 * have read the transcript too early, so it loses its lease and another follows it. One that failed for good is tried
 * again when somebody asks for it, with what is there then.
 * Returns the analysis that is to come; no row where none is.
 */
export const measureAgain = ownedStatement({
  name: 'pipeline.measure_again',
  values: { meetingId: uuid },
  columns: { id: uuid },
  sql: ({ $, own }) => sql`
  WITH analysis AS (
    SELECT run.id, run.status FROM stage_runs run
      JOIN meetings m ON m.id = run.meeting_id AND m.generation = run.generation
    WHERE ${own('stage_runs', 'run')} AND ${own('meetings', 'm')} AND m.id = ${$.meetingId} AND run.stage = 'analyze'
      AND run.status IN ('queued', 'running', 'succeeded')
  ), renewed AS (
    UPDATE stage_runs AS run SET ${asNew(String(minute))} FROM analysis
    WHERE ${own('stage_runs', 'run')} AND run.id = analysis.id AND analysis.status <> 'queued'
  )
  SELECT id FROM analysis`,
});
