import {
  arrayOf,
  integer,
  jsonb,
  nullable,
  openStatement,
  ownedStatement,
  sql,
  text,
  uuid,
  words,
  type RunError,
  type Stage,
} from '@memo/entities';

const columns = {
  meeting_id: uuid,
  stage: words<Stage>(),
  total: integer,
  succeeded: integer,
  open: integer,
  note: nullable(text),
  failure: nullable(jsonb<RunError>()),
};

const made = 'r.generation = coalesce(m.next_generation, m.generation)';

/** How far is what is being made, where something is; what failed is of the generation that is shown. */
const counted = `r.meeting_id, r.stage, count(*) FILTER (WHERE ${made})::int AS total,
  count(*) FILTER (WHERE ${made} AND r.status = 'succeeded')::int AS succeeded,
  count(*) FILTER (WHERE ${made} AND r.status IN ('queued', 'running'))::int AS open,
  max(r.error ->> 'message') FILTER (WHERE ${made} AND r.status IN ('queued', 'running')) AS note,
  (array_agg(r.error ORDER BY r.finished_at, r.id)
    FILTER (WHERE r.generation = m.generation AND r.status = 'failed'))[1] AS failure`;

/** What there is of each stage of these meetings. */
export const countStages = ownedStatement({
  name: 'pipeline.count_stages',
  values: { meetingIds: arrayOf(uuid) },
  columns,
  sql: ({ $, own }) => sql`SELECT ${counted}
    FROM stage_runs r JOIN meetings m ON m.id = r.meeting_id
      AND r.generation IN (m.generation, m.next_generation)
    WHERE ${own('stage_runs', 'r')} AND ${own('meetings', 'm')} AND r.meeting_id = ANY(${$.meetingIds})
    GROUP BY r.meeting_id, r.stage`,
});

/** The same of meetings of several workspaces, each given with its own. */
export const countStagesOfWatched = openStatement({
  name: 'pipeline.count_stages_of_watched',
  acrossWorkspaces:
    'one poll is for all who watch; each meeting comes with the workspace of who watches it',
  values: { workspaceIds: arrayOf(uuid), meetingIds: arrayOf(uuid) },
  columns,
  sql: ({ $ }) => sql`SELECT ${counted}
    FROM (SELECT DISTINCT * FROM unnest(${$.workspaceIds}, ${$.meetingIds})) AS watched (workspace_id, meeting_id)
    JOIN meetings m ON m.id = watched.meeting_id AND m.workspace_id = watched.workspace_id AND m.deleted_at IS NULL
    JOIN stage_runs r ON r.meeting_id = m.id AND r.generation IN (m.generation, m.next_generation)
    GROUP BY r.meeting_id, r.stage`,
});
