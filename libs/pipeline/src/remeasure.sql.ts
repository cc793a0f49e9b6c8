import { ownedStatement, sql, uuid } from '@memo/entities';
import { asNew } from '@memo/ledger';

/**
 * Holds the analysis of the generation that is shown. Comes before anything that locks the meeting's row: whoever ends
 * the run locks it first, too. Not one that failed, which a retry takes after its meeting.
 */
export const lockAnalysis = ownedStatement({
  name: 'pipeline.lock_analysis',
  values: { meetingId: uuid },
  columns: { id: uuid },
  sql: ({ $, own }) => sql`SELECT run.id FROM stage_runs run
      JOIN meetings m ON m.id = run.meeting_id AND m.generation = run.generation
    WHERE ${own('stage_runs', 'run')} AND ${own('meetings', 'm')} AND m.id = ${$.meetingId} AND run.stage = 'analyze'
      AND run.status <> 'failed'
    FOR UPDATE OF run`,
});

const minute = 60_000_000;

/**
 * Has the meeting measured again in a minute. One that waits already will read what is there then; one under way may
 * have read the transcript too early, so it loses its lease and another follows it. One that failed for good is tried
 * again when somebody asks for it, with what is there then.
 */
export const measureAgain = ownedStatement({
  name: 'pipeline.measure_again',
  values: { meetingId: uuid },
  columns: {},
  sql: ({ $, own }) => sql`UPDATE stage_runs AS run SET ${asNew(String(minute))} FROM meetings m
    WHERE ${own('meetings', 'm')} AND m.id = ${$.meetingId} AND ${own('stage_runs', 'run')}
      AND run.meeting_id = m.id AND run.generation = m.generation AND run.stage = 'analyze'
      AND run.status IN ('running', 'succeeded')`,
});
