import { float, ownedStatement, sql } from '@memo/entities';

const includesPrivate = 'a limit counts all that the workspace has, and shows no meeting';

/** Of meetings that are there: deleting makes room at once. */
export const kept = ownedStatement({
  name: 'account_limits.kept',
  values: {},
  includesPrivate,
  columns: { stored_bytes: float },
  sql: ({ own }) => sql`SELECT coalesce(sum(size_bytes), 0)::float8 AS stored_bytes
    FROM recordings JOIN meetings ON meetings.id = recordings.meeting_id AND ${own('meetings')}
    WHERE ${own('recordings')}`,
});

/** Since the month began (UTC), what was deleted since then included. */
export const uploaded = ownedStatement({
  name: 'account_limits.uploaded',
  values: {},
  includesPrivate,
  columns: { audio_hours: float },
  sql: ({ own }) => sql`SELECT
    ((SELECT coalesce(sum(duration_ms), 0) FROM meetings
      WHERE ${own('meetings')} AND created_at >= date_trunc('month', now(), 'UTC')) +
     (SELECT coalesce(sum(audio_ms), 0) FROM deleted_audio
      WHERE ${own('deleted_audio')} AND month = date_trunc('month', now(), 'UTC')))::float8 / 3600000 AS audio_hours`,
});

/** Since the month began (UTC), also on meetings that are gone. */
export const spent = ownedStatement({
  name: 'account_limits.spent',
  values: {},
  includesPrivate,
  columns: { usd: float },
  sql: ({
    own,
  }) => sql`SELECT coalesce(sum(cost_micro_usd), 0)::float8 / 1000000 AS usd FROM ai_calls
    WHERE ${own('ai_calls')} AND asked_at >= date_trunc('month', now(), 'UTC')`,
});
