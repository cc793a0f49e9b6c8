import {
  boolean,
  integer,
  jsonb,
  ownedStatement,
  sql,
  text,
  uuid,
  words,
  type Reprocess,
} from '@memo/entities';
import { tellOf, type EventRow } from '@memo/journal';
import type { SpeakerRow } from '@memo/meetings';
import type { Coverage, Segment, SegmentWords, Speaker } from '@memo/transcript';

/**
 * Keeps a generation with who speaks in it, and makes it what is read, in place of what was shown of it so far. Where
 * there is a transcript already, it is this one from now on.
 */
export const saveGeneration = ownedStatement({
  name: 'assemble.save_generation',
  values: {
    id: uuid,
    transcript: uuid,
    meeting: uuid,
    generation: integer,
    segments: jsonb<Segment[]>(),
    words: jsonb<SegmentWords[]>(),
    provider: text,
    model: text,
    coverage: jsonb<Coverage>(),
    speakers: jsonb<SpeakerRow[]>(),
    events: jsonb<EventRow[]>(),
  },
  columns: {},
  sql: ({ $, own, workspace }) => sql`
  WITH made AS (
    INSERT INTO transcript_generations (id, workspace_id, meeting_id, generation, segments, words, provider, model, coverage)
    VALUES (${$.id}, ${workspace}, ${$.meeting}, ${$.generation}, ${$.segments}, ${$.words}, ${$.provider}, ${$.model},
      ${$.coverage})
    RETURNING id, workspace_id, meeting_id, segments, provider, model, coverage
  ), so_far AS (
    DELETE FROM partial_transcripts WHERE ${own('partial_transcripts')} AND meeting_id = ${$.meeting}
  ), speakers AS (
    INSERT INTO meeting_speakers (id, workspace_id, meeting_id, key, label, side, name, profile_id)
    SELECT id, ${workspace}, ${$.meeting}, key, label, side, name, "profileId"
    FROM jsonb_to_recordset(${$.speakers}) AS speaker
      (id uuid, key text, label text, side smallint, name text, "profileId" uuid)
  ), told AS (
    ${tellOf({ from: 'made', meetingId: 'meeting_id', workspace, events: $.events })}
  )
  INSERT INTO transcripts AS kept (id, workspace_id, meeting_id, generation_id, segments, next_segment_id, provider, model,
    coverage)
  SELECT ${$.transcript}, workspace_id, meeting_id, id, segments, jsonb_array_length(segments), provider, model, coverage
  FROM made
  ON CONFLICT (meeting_id) DO UPDATE SET generation_id = excluded.generation_id, segments = excluded.segments,
    edited_words = NULL, lineage = NULL, last_edit_id = NULL,
    -- Never less: should an earlier generation be read again one day, an id that was given in it is not given anew.
    next_segment_id = greatest(kept.next_segment_id, excluded.next_segment_id), provider = excluded.provider,
    model = excluded.model, coverage = excluded.coverage, created_at = excluded.created_at
  WHERE kept.workspace_id = ${workspace}`,
});

/** Keeps a generation that is made beside the one that is shown, which stays what is read. */
export const saveBeside = ownedStatement({
  name: 'assemble.save_beside',
  values: {
    id: uuid,
    meeting: uuid,
    generation: integer,
    segments: jsonb<Segment[]>(),
    words: jsonb<SegmentWords[]>(),
    speakers: jsonb<Speaker[]>(),
    provider: text,
    model: text,
    coverage: jsonb<Coverage>(),
    needsReview: boolean,
  },
  columns: {},
  sql: ({ $, own, workspace }) => sql`
  INSERT INTO transcript_generations (id, workspace_id, meeting_id, generation, segments, words, speakers, provider, model,
    coverage, needs_review)
  SELECT ${$.id}, ${workspace}, id, ${$.generation}, ${$.segments}, ${$.words}, ${$.speakers}, ${$.provider}, ${$.model},
    ${$.coverage}, ${$.needsReview}
  FROM meetings WHERE ${own('meetings')} AND id = ${$.meeting} AND next_generation = ${$.generation}`,
});

/** The transcript that is shown, where the claim's generation is to fill its gaps. */
export const findToBeat = ownedStatement({
  name: 'assemble.find_to_beat',
  values: { meeting: uuid, generation: integer },
  columns: { from: words<Reprocess['from']>(), transcribedMs: integer },
  sql: ({ $, own }) => sql`SELECT meetings.reprocess ->> 'from' AS "from",
      (transcripts.coverage ->> 'transcribed_ms')::int AS "transcribedMs"
    FROM meetings JOIN transcripts ON transcripts.meeting_id = meetings.id
    WHERE ${own('meetings')} AND ${own('transcripts')} AND meetings.id = ${$.meeting}
      AND meetings.next_generation = ${$.generation} AND meetings.reprocess ->> 'from' IN ('gaps', 'transcribe')
      AND transcripts.coverage IS NOT NULL`,
});

/**
 * Takes the row of a meeting whose generation is the one that is shown, until the transaction ends: no row for any other.
 * Whoever shows a partial transcript takes it, too, so what is removed after this does not appear again.
 */
export const takeMeeting = ownedStatement({
  name: 'assemble.take_meeting',
  values: { meeting: uuid, generation: integer, needsReview: boolean },
  columns: { isTranscribed: boolean },
  sql: ({ $, own }) => sql`UPDATE meetings SET needs_review = ${$.needsReview}, updated_at = now()
    WHERE ${own('meetings')} AND meetings.id = ${$.meeting} AND generation = ${$.generation}
    RETURNING EXISTS (SELECT FROM transcripts WHERE ${own('transcripts')} AND meeting_id = meetings.id) AS "isTranscribed"`,
});
