import { arrayOf, boolean, integer, nullable, openStatement, sql, uuid } from '@memo/entities';

const building = 'the sweeper builds the search of meetings of every workspace';

/** How far it is; nothing where nothing is to be built. */
export const findRebuild = openStatement({
  name: 'search.find_rebuild',
  acrossWorkspaces: '',
  values: {},
  columns: { after: uuid },
  sql: () => sql`SELECT after FROM rebuilds WHERE name = 'search' AND NOT done`,
});

/** The next meetings in the order of their ids. */
export const nextMeetings = openStatement({
  name: 'search.next_meetings',
  acrossWorkspaces: building,
  values: { after: uuid, limit: integer },
  columns: { id: uuid },
  sql: ({ $ }) => sql`SELECT id FROM meetings WHERE id > ${$.after} ORDER BY id LIMIT ${$.limit}`,
});

/**
 * Those of them that are to be built, held: who changes one or writes its transcript waits until it is built, and what
 * somebody else holds is left for the next round. Nobody can wait for us while we wait for them.
 */
export const holdMeetings = openStatement({
  name: 'search.hold_meetings',
  acrossWorkspaces: building,
  values: { ids: arrayOf(uuid) },
  columns: { id: uuid },
  sql: ({ $ }) => sql`SELECT id FROM meetings WHERE id = ANY(${$.ids}) AND deleted_at IS NULL
      AND NOT EXISTS (SELECT FROM search_labels WHERE meeting_id = meetings.id)
    FOR UPDATE SKIP LOCKED`,
});

/** A statement of its own, after they are held: it sees all that was written before. */
export const buildSearch = openStatement({
  name: 'search.build',
  acrossWorkspaces: building,
  values: { ids: arrayOf(uuid) },
  columns: {},
  sql: ({ $ }) => sql`
  WITH labelled AS (
    INSERT INTO search_labels (meeting_id, workspace_id, created_at, label)
    SELECT id, workspace_id, created_at, search_label(title, participants) FROM meetings WHERE id = ANY(${$.ids})
  )
  INSERT INTO search_words (meeting_id, workspace_id, created_at, words)
  SELECT meetings.id, meetings.workspace_id, meetings.created_at,
    search_vector(meetings.workspace_id, search_spoken(transcripts.segments))
  FROM meetings JOIN transcripts ON transcripts.meeting_id = meetings.id WHERE meetings.id = ANY(${$.ids})`,
});

/** Ends with a round that left nothing; otherwise begins another. */
export const moveRebuild = openStatement({
  name: 'search.move_rebuild',
  acrossWorkspaces: building,
  values: { after: nullable(uuid) },
  columns: { done: boolean },
  sql: ({ $ }) => sql`
  UPDATE rebuilds SET after = coalesce(${$.after}, '00000000-0000-0000-0000-000000000000'),
    done = ${$.after} IS NULL AND NOT EXISTS (SELECT FROM meetings WHERE deleted_at IS NULL
      AND NOT EXISTS (SELECT FROM search_labels WHERE meeting_id = meetings.id))
  WHERE name = 'search' RETURNING done`,
});
