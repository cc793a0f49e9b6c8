import {
  aiCallStages,
  arrayOf,
  float,
  integer,
  json,
  nullable,
  ownedStatement,
  sql,
  text,
  timestamp,
  uuid,
  words,
} from '@memo/entities';
import type { RowOfStatement } from '@memo/entities';
import type { MeetingUsage } from './usage.schemas.ts';

const spentColumns = {
  calls: integer,
  audio_seconds: float,
  input_tokens: float,
  output_tokens: float,
  cost_usd: nullable(float),
  known_cost_usd: float,
  unpriced_calls: integer,
};

/** The columns of `Spent`, over columns of sums that are called as in `ai_calls`. */
const spent = `coalesce(sum(calls), 0)::int AS calls,
  round(coalesce(sum(audio_ms), 0) / 1000.0, 3)::float8 AS audio_seconds,
  coalesce(sum(input_tokens), 0)::float8 AS input_tokens,
  coalesce(sum(output_tokens), 0)::float8 AS output_tokens,
  CASE WHEN coalesce(sum(unpriced), 0) = 0 THEN (coalesce(sum(cost_micro_usd), 0) / 1000000.0)::float8 END AS cost_usd,
  (coalesce(sum(cost_micro_usd), 0) / 1000000.0)::float8 AS known_cost_usd,
  coalesce(sum(unpriced), 0)::int AS unpriced_calls`;

const stageOrder = `array_position(ARRAY['${aiCallStages.join("', '")}'], stage::text)`;

const priceDates = `coalesce(array_agg(DISTINCT to_char(prices_as_of, 'YYYY-MM-DD'))
  FILTER (WHERE prices_as_of IS NOT NULL), '{}') AS prices_as_of`;

/** A meeting by its id, with what was spent on it. */
export const meetingUsage = ownedStatement({
  name: 'usage.of_meeting',
  values: { id: uuid },
  columns: {
    duration_ms: nullable(integer),
    recordings: integer,
    stages: json<MeetingUsage['stages']>(),
    ...spentColumns,
    prices_as_of: arrayOf(text),
    models: arrayOf(text),
  },
  sql: ({ $, own }) => sql`
  SELECT meetings.duration_ms,
    (SELECT count(*)::int FROM recordings
     WHERE ${own('recordings')} AND recordings.meeting_id = meetings.id) AS recordings,
    (SELECT coalesce(json_agg(spending), '[]') FROM (
      SELECT stage, ${spent} FROM (
        SELECT *, 1 AS calls, (cost_micro_usd IS NULL)::int AS unpriced FROM ai_calls
        WHERE ${own('ai_calls')} AND meeting_id = meetings.id
      ) call GROUP BY stage ORDER BY ${stageOrder}, stage
    ) spending) AS stages,
    total.*
  FROM meetings CROSS JOIN LATERAL (
    SELECT ${spent}, ${priceDates}, coalesce(array_agg(DISTINCT model), '{}') AS models FROM (
      SELECT *, 1 AS calls, (cost_micro_usd IS NULL)::int AS unpriced FROM ai_calls
      WHERE ${own('ai_calls')} AND meeting_id = meetings.id
    ) call
  ) total
  WHERE ${own('meetings')} AND meetings.id = ${$.id}`,
});

/**
 * What a workspace spent by month, from `earliest` and before `end`; for the last of these months, which begins at
 * `start`, also by day, by stage and by model.
 */
export const workspaceUsage = ownedStatement({
  name: 'usage.of_month',
  values: { earliest: timestamp, start: timestamp, end: timestamp },
  includesPrivate: 'what a workspace has spent is a number about it, and nothing of a meeting',
  columns: {
    kind: words<'month' | 'day' | 'stage' | 'model'>(),
    month: text,
    // Null where the row is not of that kind.
    day: text,
    stage: text,
    provider: text,
    model: text,
    ...spentColumns,
    prices_as_of: arrayOf(text),
  },
  sql: ({ $, own }) => sql`
  WITH spending AS MATERIALIZED (
    SELECT (asked_at AT TIME ZONE 'UTC')::date AS day, stage, provider, model, prices_as_of, count(*) AS calls,
      sum(audio_ms) AS audio_ms, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens,
      sum(cost_micro_usd) AS cost_micro_usd, count(*) FILTER (WHERE cost_micro_usd IS NULL) AS unpriced
    FROM ai_calls
    WHERE ${own('ai_calls')} AND asked_at >= ${$.earliest} AND asked_at < ${$.end}
    GROUP BY 1, 2, 3, 4, 5
  ), dated AS (
    SELECT *, to_char(day, 'YYYY-MM') AS month FROM spending
  )
  SELECT
    CASE 7 - GROUPING(day, stage, model) WHEN 4 THEN 'day' WHEN 2 THEN 'stage' WHEN 1 THEN 'model' ELSE 'month' END
      AS kind,
    month, to_char(day, 'YYYY-MM-DD') AS day, stage, provider, model, ${spent}, ${priceDates}
  FROM dated
  GROUP BY GROUPING SETS ((month), (month, day), (month, stage), (month, provider, model))
  HAVING GROUPING(day, stage, model) = 7 OR month = to_char(${$.start} AT TIME ZONE 'UTC', 'YYYY-MM')
  ORDER BY month DESC, day, ${stageOrder}, stage, known_cost_usd DESC, provider, model`,
});

export type SpendingRow = RowOfStatement<typeof workspaceUsage>;
