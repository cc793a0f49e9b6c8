import {
  arrayOf,
  float,
  integer,
  nullable,
  openStatement,
  ownedStatement,
  sql,
  text,
  uuid,
} from '@memo/entities';

/** Before the first byte is stored. What is written down again is kept for longer, unless its removal has begun. */
export const writeDown = ownedStatement({
  name: 'unclaimed.write_down',
  values: { prefix: text, meetingId: nullable(uuid), sweepSeconds: integer },
  columns: {},
  sql: ({ $, own, workspace }) => sql`
  INSERT INTO unclaimed_objects (prefix, workspace_id, meeting_id, sweep_after)
  VALUES (${$.prefix}, ${workspace}, ${$.meetingId}, now() + ${$.sweepSeconds} * interval '1 second')
  ON CONFLICT (prefix) DO UPDATE
    SET created_at = now(), sweep_after = greatest(unclaimed_objects.sweep_after, excluded.sweep_after)
    WHERE ${own('unclaimed_objects')} AND NOT unclaimed_objects.doomed`,
});

const laterNamed = 'a form names the workspace of its meeting after its bytes are stored';

/** In the transaction that makes the meeting. No row where the removal of its objects has begun. */
export const claimObjects = openStatement({
  name: 'unclaimed.claim',
  acrossWorkspaces: laterNamed,
  values: { prefix: text },
  columns: {},
  sql: ({ $ }) => sql`DELETE FROM unclaimed_objects WHERE prefix = ${$.prefix} AND NOT doomed`,
});

const sweeping = 'the sweeper removes what nobody claimed, of any workspace';

/** Once the objects are gone. */
export const forgetObjects = openStatement({
  name: 'unclaimed.forget',
  acrossWorkspaces: sweeping,
  values: { prefix: text },
  columns: {},
  sql: ({ $ }) => sql`DELETE FROM unclaimed_objects WHERE prefix = ${$.prefix}`,
});

/**
 * Those whose time has come, and which no transaction is just claiming; from now on none can. One that a meeting has all
 * the same is left alone. What failed the last time comes after what was not tried.
 */
export const doomObjects = openStatement({
  name: 'unclaimed.doom',
  acrossWorkspaces: sweeping,
  values: { limit: integer, againSeconds: integer },
  columns: { prefix: text },
  sql: ({ $ }) => sql`
  UPDATE unclaimed_objects SET doomed = true, sweep_after = now() + ${$.againSeconds} * interval '1 second'
  WHERE prefix = ANY(ARRAY(
    SELECT prefix FROM unclaimed_objects due WHERE due.sweep_after < now()
      AND NOT EXISTS (SELECT 1 FROM meetings WHERE meetings.id = due.meeting_id)
    ORDER BY due.sweep_after LIMIT ${$.limit} FOR UPDATE SKIP LOCKED))
  RETURNING prefix`,
});

/** Which of these ids are of meetings, deleted ones included, or of uploads that are written down. */
export const knownIds = openStatement({
  name: 'unclaimed.known_ids',
  acrossWorkspaces: 'the whole storage is compared with the whole database',
  values: { ids: arrayOf(uuid), prefixes: arrayOf(text) },
  columns: { id: text },
  sql: ({ $ }) => sql`SELECT id::text AS id FROM meetings WHERE id = ANY(${$.ids})
    UNION ALL SELECT prefix AS id FROM unclaimed_objects WHERE prefix = ANY(${$.prefixes})`,
});

/** Meetings after one, in the order of their ids, with the keys of what is stored of them. */
export const listStored = openStatement({
  name: 'unclaimed.list_stored',
  acrossWorkspaces: 'the whole storage is compared with the whole database',
  values: { after: uuid, limit: integer },
  columns: { id: uuid, keys: arrayOf(text) },
  sql: ({ $ }) => sql`
  SELECT id, ARRAY(SELECT object_key::text FROM recordings WHERE meeting_id = meetings.id AND state = 'stored'
    UNION SELECT playback_key WHERE playback_key IS NOT NULL) AS keys
  FROM meetings WHERE id > ${$.after} AND deleted_at IS NULL ORDER BY id LIMIT ${$.limit}`,
});

export const countUnclaimed = openStatement({
  name: 'unclaimed.count',
  acrossWorkspaces: 'operators see whether what nobody claims is removed',
  values: {},
  columns: { rows: integer, oldestSeconds: nullable(float) },
  sql: () => sql`SELECT count(*)::int AS rows,
    extract(epoch FROM now() - min(created_at))::float AS "oldestSeconds" FROM unclaimed_objects`,
});
