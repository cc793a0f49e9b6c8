import {
  bigint,
  integer,
  jsonb,
  openStatement,
  ownedStatement,
  sql,
  type Sql,
} from '@memo/entities';
import type { EventKind } from './kinds.ts';

interface PendingEventRow {
  kind: EventKind;
  meeting_id: string;
  details: object;
}

/** In the order of the array. */
export const insertEvents = ownedStatement({
  name: 'journal.insert_events',
  values: { events: jsonb<PendingEventRow[]>() },
  columns: {},
  sql: ({
    $,
    workspace,
  }) => sql`INSERT INTO pending_events (workspace_id, kind, meeting_id, details)
    SELECT ${workspace}, kind, meeting_id, details
    FROM jsonb_to_recordset(${$.events}) AS event (kind text, meeting_id uuid, details jsonb)`,
});

interface Told {
  /** SQL: where the rows come from that say which meetings, and in which column their id is. */
  from: string;
  meetingId: string;
  workspace: Sql;
  events: Sql<false>;
}

/** SQL: the same as a part of the statement that makes it true, after the rows that it comes from. */
export const tellOf = ({ from, meetingId, workspace, events }: Told) =>
  sql`INSERT INTO pending_events (workspace_id, kind, meeting_id, details)
    SELECT ${workspace}, event.kind, ${from}.${meetingId}, event.details
    FROM ${from} CROSS JOIN jsonb_to_recordset(${events}) AS event (kind text, details jsonb)`;

const includesPrivate = 'events get their places one after the other, whoever may be told of them';

export const findPendingEvent = ownedStatement({
  name: 'journal.find_pending_event',
  values: {},
  columns: { id: bigint },
  includesPrivate,
  sql: ({ own }) => sql`SELECT id FROM pending_events WHERE ${own('pending_events')} LIMIT 1`,
});

/**
 * Moves a workspace's events to their positions, in the order in which they were written. The head gives the positions
 * and is locked until the commit, so that a reader who sees one sees all below it.
 */
export const moveEvents = ownedStatement({
  name: 'journal.move_events',
  values: { limit: integer },
  columns: {},
  includesPrivate,
  sql: ({ $, own, workspace }) => sql`
  WITH moved AS (
    DELETE FROM pending_events WHERE ${own('pending_events')} AND id = ANY (ARRAY(
      SELECT id FROM pending_events WHERE ${own('pending_events')} ORDER BY id LIMIT ${$.limit}))
    RETURNING id, kind, meeting_id, details, at
  ), head AS (
    INSERT INTO event_heads AS head (workspace_id, position)
    SELECT ${workspace}, count(*) FROM moved HAVING count(*) > 0
    ON CONFLICT (workspace_id) DO UPDATE SET position = head.position + EXCLUDED.position
    RETURNING position
  )
  INSERT INTO domain_events (workspace_id, position, kind, meeting_id, details, at)
  SELECT ${workspace}, head.position + 1 - row_number() OVER (ORDER BY moved.id DESC), kind, meeting_id, details, at
  FROM moved, head`,
});

/** Old events, oldest first, with all that their workspaces have below them; so many at most are looked for. */
export const pruneOldEvents = openStatement({
  name: 'journal.prune_events',
  acrossWorkspaces: 'the sweeper removes what is old of every workspace alike',
  values: { limit: integer },
  columns: {},
  sql: ({ $ }) => sql`
  WITH old AS (
    SELECT workspace_id, position FROM domain_events WHERE at < now() - interval '30 days' ORDER BY at LIMIT ${$.limit}
  ), heads AS (
    UPDATE event_heads AS head SET pruned = greatest(head.pruned, gone.position)
    FROM (SELECT workspace_id, max(position) AS position FROM old GROUP BY workspace_id) AS gone
    WHERE head.workspace_id = gone.workspace_id
    RETURNING head.workspace_id, head.pruned
  )
  DELETE FROM domain_events AS event USING heads
  WHERE event.workspace_id = heads.workspace_id AND event.position <= heads.pruned`,
});
