import {
  arrayOf,
  bigint,
  boolean,
  integer,
  nullable,
  openStatement,
  ownedStatement,
  sql,
  text,
  timestamp,
  uuid,
  words,
  type Sql,
  type Stage,
} from '@memo/entities';

const forOperators = 'operators see what failed of everybody, and run it again';

const filters = {
  /** All of them where none is asked for: there is an index by stage. */
  stages: arrayOf(words<Stage>()),
  reason: nullable(text),
  workspaceId: nullable(uuid),
};

type Filters = Readonly<Record<keyof typeof filters, Sql<false>>>;

/**
 * A failed run as `r` that a retry of its meeting `m` would run again. Of the parts of a stage the one that failed first
 * stands for all. A delivery is no failure of its own while the analysis before it runs again, nor is anything of a
 * meeting that is just made anew.
 */
const failing = ($: Filters) => sql`r.status = 'failed'
    AND m.deleted_at IS NULL AND m.next_generation IS NULL
    AND (${$.reason} IS NULL OR r.error ->> 'code' = ${$.reason})
    AND (${$.workspaceId} IS NULL OR r.workspace_id = ${$.workspaceId})
    AND NOT EXISTS (SELECT FROM stage_runs earlier WHERE earlier.meeting_id = r.meeting_id
      AND earlier.generation = r.generation AND earlier.stage = r.stage AND earlier.status = 'failed'
      AND (earlier.finished_at, earlier.id) < (r.finished_at, r.id))
    AND NOT (r.stage = 'sync' AND EXISTS (SELECT FROM stage_runs analysis
      WHERE analysis.meeting_id = r.meeting_id AND analysis.generation = r.generation
        AND analysis.stage = 'analyze' AND analysis.status IN ('queued', 'running')))`;

const ofMeetings = `stage_runs r JOIN meetings m ON m.id = r.meeting_id AND m.generation = r.generation`;

/** Each stage is read by its index, from the newest on, no further than the page needs. */
export const listFailures = openStatement({
  name: 'failures.list',
  acrossWorkspaces: forOperators,
  planned: 'each_time',
  values: {
    ...filters,
    meetingIds: nullable(arrayOf(uuid)),
    beforeUs: nullable(bigint),
    beforeId: nullable(uuid),
    limit: integer,
  },
  columns: {
    id: uuid,
    meetingId: uuid,
    workspaceId: uuid,
    workspaceName: text,
    ownerId: integer,
    ownerEmail: text,
    stage: words<Stage>(),
    code: nullable(text),
    message: nullable(text),
    retryable: nullable(boolean),
    attempts: integer,
    crashes: integer,
    failedAt: timestamp,
    failedUs: text,
  },
  sql: ({
    $,
  }) => sql`SELECT failed.id, failed.meeting_id AS "meetingId", failed.workspace_id AS "workspaceId",
      workspaces.name::text AS "workspaceName", users.id AS "ownerId", users.email::text AS "ownerEmail",
      failed.stage::text AS stage, failed.error ->> 'code' AS code,
      coalesce(failed.error ->> 'detail', failed.error ->> 'message') AS message,
      (failed.error ->> 'retryable')::boolean AS retryable, failed.attempts, failed.crashes,
      failed.finished_at AS "failedAt",
      (extract(epoch FROM failed.finished_at) * 1000000)::bigint::text AS "failedUs"
    FROM unnest(${$.stages}) AS wanted (stage) CROSS JOIN LATERAL (
      SELECT r.*, m.user_id AS owner_id FROM ${ofMeetings}
      WHERE r.stage = wanted.stage AND ${failing($)}
        AND (${$.meetingIds} IS NULL OR r.meeting_id = ANY(${$.meetingIds}))
        AND (${$.beforeUs} IS NULL OR (r.finished_at, r.id)
          < (timestamptz 'epoch' + ${$.beforeUs} * interval '1 microsecond', ${$.beforeId}))
      ORDER BY r.finished_at DESC, r.id DESC LIMIT ${$.limit}
    ) AS failed
    JOIN users ON users.id = failed.owner_id JOIN workspaces ON workspaces.id = failed.workspace_id
    ORDER BY failed.finished_at DESC, failed.id DESC LIMIT ${$.limit}`,
});

/** The meetings that have waited longest for somebody to see to them. What fails again at once comes last. */
export const longestFailed = openStatement({
  name: 'failures.longest',
  acrossWorkspaces: forOperators,
  planned: 'each_time',
  values: { ...filters, limit: integer },
  columns: { meetingId: uuid, workspaceId: uuid },
  sql: ({ $ }) => sql`SELECT failed.meeting_id AS "meetingId", failed.workspace_id AS "workspaceId"
    FROM unnest(${$.stages}) AS wanted (stage) CROSS JOIN LATERAL (
      SELECT r.meeting_id, r.workspace_id, r.finished_at FROM ${ofMeetings}
      WHERE r.stage = wanted.stage AND ${failing($)} ORDER BY r.finished_at, r.id LIMIT ${$.limit}
    ) AS failed
    GROUP BY failed.meeting_id, failed.workspace_id
    ORDER BY min(failed.finished_at), failed.meeting_id LIMIT ${$.limit}`,
});

export const countFailed = openStatement({
  name: 'failures.count',
  acrossWorkspaces: forOperators,
  planned: 'each_time',
  values: filters,
  columns: { meetings: integer },
  sql: ({ $ }) => sql`SELECT count(DISTINCT r.meeting_id)::int AS meetings FROM ${ofMeetings}
    WHERE r.stage = ANY(${$.stages}) AND ${failing($)}`,
});

export const workspacesOfMeetings = openStatement({
  name: 'failures.workspaces_of_meetings',
  acrossWorkspaces: forOperators,
  values: { meetingIds: arrayOf(uuid) },
  columns: { meetingId: uuid, workspaceId: uuid },
  sql: ({ $ }) => sql`SELECT m.id AS "meetingId", m.workspace_id AS "workspaceId" FROM meetings m
    WHERE m.id = ANY(${$.meetingIds}) AND m.deleted_at IS NULL`,
});

/** In order of id, as everybody who locks several meetings does. */
export const lockFailedOf = ownedStatement({
  name: 'failures.lock',
  values: { meetingIds: arrayOf(uuid) },
  columns: { id: uuid },
  sql: ({ $, own }) => sql`SELECT m.id FROM meetings m
    WHERE ${own('meetings', 'm')} AND m.id = ANY(${$.meetingIds}) AND m.next_generation IS NULL
      AND EXISTS (SELECT 1 FROM stage_runs r WHERE ${own('stage_runs', 'r')} AND r.meeting_id = m.id
        AND r.generation = m.generation AND r.status = 'failed')
    ORDER BY m.id FOR UPDATE OF m`,
});
