import {
  arrayOf,
  boolean,
  integer,
  jsonb,
  nullable,
  ownedStatement,
  sql,
  text,
  timestamp,
  uuid,
  words,
} from '@memo/entities';
import type { EventKind, UpdatedField } from '@memo/journal';

/** What the details of any kind may hold. */
interface Details {
  fields?: UpdatedField[];
  stage?: string;
  only_for?: number;
  hidden?: boolean;
}

/**
 * The workspace's events after a position, oldest first, beside how far its events go; that alone when there are none.
 * `visible` says whether the caller may be told: one who may not see a meeting is told nothing of it, and one who may no
 * longer, that it is gone or hidden and no more. One statement, because it sees one moment: between two, events could be pruned that the first one
 * counted on.
 */
export const readChanges = ownedStatement({
  name: 'changes.read',
  values: { viewer: integer, after: integer, limit: integer, told_afterwards: arrayOf(text) },
  columns: {
    head: integer,
    pruned: integer,
    position: nullable(integer),
    // Null with the position: in the one row that there is without events.
    kind: nullable(words<EventKind>()),
    meeting_id: nullable(uuid),
    details: nullable(jsonb<Details>()),
    at: nullable(timestamp),
    visible: nullable(boolean),
  },
  sql: ({ $, own, seen }) => sql`
  SELECT coalesce(head.position, 0) AS head, coalesce(head.pruned, 0) AS pruned, event.*
  FROM (SELECT 1) AS once LEFT JOIN event_heads AS head ON ${own('event_heads', 'head')}
  LEFT JOIN LATERAL (
    SELECT position, kind::text, meeting_id, details, at,
      kind = ANY (${$.told_afterwards}) AND coalesce((details ->> 'only_for')::integer = ${$.viewer}, true)
        OR coalesce((details ->> 'hidden')::boolean, false)
        OR EXISTS (SELECT 1 FROM meetings WHERE ${seen()} AND meetings.id = event.meeting_id) AS visible
    FROM domain_events AS event
    WHERE ${own('domain_events', 'event')} AND position > ${$.after} ORDER BY position LIMIT ${$.limit}
  ) AS event ON true
  ORDER BY event.position`,
});

/** The workspace's last position; no row when it never had any. */
export const readHead = ownedStatement({
  name: 'changes.head',
  values: {},
  columns: { position: integer },
  sql: ({ own }) => sql`SELECT position FROM event_heads WHERE ${own('event_heads')}`,
});
