import { float, ownedStatement, sql } from '@memo/entities';

/** What a workspace keeps, and what it took since the month began (UTC). */
export const taken = ownedStatement({
  name: 'account_limits.taken',
  values: {},
  columns: { stored_bytes: float, audio_hours: float, usd: float },
  sql: ({ own }) => sql`SELECT
    (SELECT coalesce(sum(size_bytes), 0)::float8 FROM recordings WHERE ${own('recordings')}) AS stored_bytes,
    (SELECT coalesce(sum(duration_ms), 0)::float8 / 3600000 FROM meetings
     WHERE ${own('meetings')} AND created_at >= date_trunc('month', now(), 'UTC')) AS audio_hours,
    (SELECT coalesce(sum(cost_micro_usd), 0)::float8 / 1000000 FROM ai_calls
     WHERE ${own('ai_calls')} AND asked_at >= date_trunc('month', now(), 'UTC')) AS usd`,
});
