import {
  arrayOf,
  integer,
  jsonb,
  nullable,
  ownedStatement,
  sql,
  text,
  timestamp,
  uuid,
  words,
  type MeetingSpeaker,
  type MeetingStatus,
  type Reprocess,
} from '@memo/entities';
import type { StoredOperation, TranscriptEdit } from '@memo/entities/transcripts';
import type { Lineage, Segment, SegmentWords } from '@memo/transcript';
import { wordsOf } from '../old-form.sql.ts';

/** Holds a meeting for an edit: whoever shows, keeps or names something of it comes before or after. */
export const lockForEdit = ownedStatement({
  name: 'edits.lock_meeting',
  values: { meeting: uuid },
  columns: {
    status: words<MeetingStatus>(),
    generation: integer,
    /** From which stage on something is made beside what is shown; null where nothing is. */
    beside: nullable(words<Reprocess['from']>()),
  },
  sql: ({ $, own }) => sql`SELECT status, generation,
      CASE WHEN next_generation IS NOT NULL THEN reprocess ->> 'from' END AS beside
    FROM meetings WHERE ${own('meetings')} AND id = ${$.meeting} FOR NO KEY UPDATE`,
});

/** The transcript as it is now, without words. Its row has its generation by then: the old form was adopted. */
export const lockEdited = ownedStatement({
  name: 'edits.lock_transcript',
  values: { meeting: uuid },
  columns: {
    segments: jsonb<Segment[]>(),
    nextSegmentId: integer,
    generationId: uuid,
    lineage: nullable(jsonb<Lineage>()),
    lastEditId: nullable(uuid),
    /** Of the last edit; 0 where there was none. */
    number: integer,
    speakers: jsonb<Pick<MeetingSpeaker, 'key' | 'label'>[]>(),
  },
  sql: ({
    $,
    own,
  }) => sql`SELECT segments, next_segment_id AS "nextSegmentId", generation_id AS "generationId", lineage,
      last_edit_id AS "lastEditId",
      coalesce((SELECT latest.number FROM transcript_edits latest
        WHERE ${own('transcript_edits', 'latest')} AND latest.id = last_edit_id), 0) AS number,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'label', label)), '[]') FROM meeting_speakers speakers
        WHERE ${own('meeting_speakers', 'speakers')} AND speakers.meeting_id = transcripts.meeting_id) AS speakers
    FROM transcripts WHERE ${own('transcripts')} AND meeting_id = ${$.meeting} FOR UPDATE OF transcripts`,
});

/** The words of these segments, as they are now. What comes later in the list counts. */
export const readWords = ownedStatement({
  name: 'edits.read_words',
  values: { meeting: uuid, ids: arrayOf(integer) },
  columns: { words: jsonb<SegmentWords[]>() },
  sql: ({ $, own }) => sql`SELECT coalesce((
      SELECT jsonb_agg(said ORDER BY edited, place) FROM (
        SELECT said, place, false AS edited
        FROM jsonb_array_elements(${wordsOf('machine')}) WITH ORDINALITY AS listed (said, place)
        UNION ALL
        SELECT said, place, true FROM jsonb_array_elements(edited_words) WITH ORDINALITY AS changed (said, place)
      ) AS every WHERE (said ->> 'id')::int = ANY(${$.ids})), '[]') AS words
    FROM transcripts LEFT JOIN transcript_generations machine ON ${own('transcript_generations', 'machine')}
      AND machine.id = transcripts.generation_id
    WHERE ${own('transcripts')} AND transcripts.meeting_id = ${$.meeting}`,
});

/** Makes the transcript what it is after an edit, and tells who reads its meeting that something changed. */
export const writeEdited = ownedStatement({
  name: 'edits.write_transcript',
  values: {
    meeting: uuid,
    segments: jsonb<Segment[]>(),
    nextSegmentId: integer,
    /** The words of what the edit touched, and the segments it touched, also those that are gone. */
    words: jsonb<SegmentWords[]>(),
    touched: arrayOf(integer),
    lineage: jsonb<Lineage>(),
    edit: uuid,
  },
  columns: {},
  sql: ({ $, own }) => sql`
  WITH told AS (
    UPDATE meetings SET updated_at = clock_timestamp() WHERE ${own('meetings')} AND id = ${$.meeting}
  )
  UPDATE transcripts SET segments = ${$.segments}, next_segment_id = ${$.nextSegmentId}, lineage = ${$.lineage},
    last_edit_id = ${$.edit}, edited_words = (
      SELECT coalesce(jsonb_agg(kept), '[]') FROM jsonb_array_elements(coalesce(edited_words, '[]')) AS kept
      WHERE (kept ->> 'id')::int <> ALL(${$.touched})) || ${$.words}
  WHERE ${own('transcripts')} AND meeting_id = ${$.meeting}`,
});

export const insertEdit = ownedStatement({
  name: 'edits.insert',
  values: {
    id: uuid,
    meeting: uuid,
    generationId: uuid,
    generation: integer,
    number: integer,
    previous: nullable(uuid),
    user: nullable(integer),
    operation: jsonb<StoredOperation>(),
    before: jsonb<Segment[][]>(),
    after: jsonb<Segment[][]>(),
    words: jsonb<TranscriptEdit['words']>(),
  },
  columns: {},
  sql: ({ $, own, workspace }) => sql`
    INSERT INTO transcript_edits (id, workspace_id, meeting_id, generation_id, generation, number, previous_id, user_id,
      operation, before, after, words)
    SELECT ${$.id}, ${workspace}, meetings.id, ${$.generationId}, ${$.generation}, ${$.number}, ${$.previous},
      ${$.user}, ${$.operation}, ${$.before}, ${$.after}, ${$.words}
    FROM meetings WHERE ${own('meetings')} AND meetings.id = ${$.meeting}
    ON CONFLICT (id) DO NOTHING`,
});

/** What was taken back is known of the transcript that is shown alone: the newest first, and nothing of what they say. */
export const readChain = ownedStatement({
  name: 'edits.read_chain',
  values: { meeting: uuid },
  columns: { id: uuid, undoes: nullable(uuid) },
  sql: ({ $, own }) => sql`
  WITH RECURSIVE chain AS (
    SELECT edit.id, edit.previous_id, edit.operation ->> 'editId' AS undoes, 0 AS ago
    FROM transcripts JOIN transcript_edits edit ON ${own('transcript_edits', 'edit')}
      AND edit.id = transcripts.last_edit_id AND edit.meeting_id = transcripts.meeting_id
    WHERE ${own('transcripts')} AND transcripts.meeting_id = ${$.meeting}
    UNION ALL
    SELECT earlier.id, earlier.previous_id, earlier.operation ->> 'editId', chain.ago + 1
    FROM chain JOIN transcript_edits earlier ON ${own('transcript_edits', 'earlier')}
      AND earlier.id = chain.previous_id
  )
  SELECT id, undoes::uuid AS undoes FROM chain ORDER BY ago`,
});

const mostShown = 20;

/** Edits as they are told of: of one that changed many segments the first of them. */
export const describeEdits = ownedStatement({
  name: 'edits.describe',
  values: { meeting: uuid, ids: arrayOf(uuid) },
  columns: {
    id: uuid,
    number: integer,
    generation: integer,
    userId: nullable(integer),
    userName: nullable(text),
    operation: jsonb<StoredOperation>(),
    createdAt: timestamp,
    changes: integer,
    segmentIds: jsonb<number[]>(),
    before: jsonb<Segment[][]>(),
    after: jsonb<Segment[][]>(),
  },
  sql: ({ $, own }) => sql`SELECT edit.id, edit.number, edit.generation, edit.user_id AS "userId",
      (SELECT users.name::text FROM users WHERE users.id = edit.user_id) AS "userName", edit.operation,
      edit.created_at AS "createdAt", jsonb_array_length(edit.before) AS changes,
      jsonb_path_query_array(edit.after, '$[*][*].id') AS "segmentIds",
      jsonb_path_query_array(edit.before, '$[0 to ${mostShown - 1}]') AS before,
      jsonb_path_query_array(edit.after, '$[0 to ${mostShown - 1}]') AS after
    FROM transcript_edits edit
    WHERE ${own('transcript_edits', 'edit')} AND edit.meeting_id = ${$.meeting} AND edit.id = ANY(${$.ids})
    ORDER BY edit.number DESC`,
});

/** All of an edit that is to be taken back. */
export const readEdit = ownedStatement({
  name: 'edits.read',
  values: { meeting: uuid, id: uuid },
  columns: {
    generationId: uuid,
    number: integer,
    before: jsonb<Segment[][]>(),
    after: jsonb<Segment[][]>(),
    words: jsonb<TranscriptEdit['words']>(),
  },
  sql: ({ $, own }) => sql`SELECT generation_id AS "generationId", number, before, after, words
    FROM transcript_edits WHERE ${own('transcript_edits')} AND meeting_id = ${$.meeting} AND id = ${$.id}`,
});
