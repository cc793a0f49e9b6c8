import {
  arrayOf,
  integer,
  nullable,
  openStatement,
  ownedStatement,
  sql,
  text,
  uuid,
  words,
  type Stage,
} from '@memo/entities';

const columns = {
  meeting_id: uuid,
  stage: words<Stage>(),
  total: integer,
  succeeded: integer,
  open: integer,
  note: nullable(text),
};

const counted = `r.meeting_id, r.stage, count(*)::int AS total,
  count(*) FILTER (WHERE r.status = 'succeeded')::int AS succeeded,
  count(*) FILTER (WHERE r.status IN ('queued', 'running'))::int AS open,
  max(r.error ->> 'message') FILTER (WHERE r.status IN ('queued', 'running')) AS note`;

/** What there is of each stage of these meetings; of the generation that is being made, where one is. */
export const countStages = ownedStatement({
  name: 'pipeline.count_stages',
  values: { meetingIds: arrayOf(uuid) },
  columns,
  sql: ({ $, own }) => sql`SELECT ${counted}
    FROM stage_runs r JOIN meetings m ON m.id = r.meeting_id
      AND coalesce(m.next_generation, m.generation) = r.generation
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
    JOIN stage_runs r ON r.meeting_id = m.id AND r.generation = coalesce(m.next_generation, m.generation)
    GROUP BY r.meeting_id, r.stage`,
});
