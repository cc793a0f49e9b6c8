import {
  integer,
  jsonb,
  nullable,
  ownedStatement,
  sql,
  text,
  uuid,
  words,
  type MeetingSpeaker,
  type MeetingStatus,
  type Sql,
} from '@memo/entities';
import type { Coverage, Segment, Speaker } from '@memo/transcript';
import { segmentsOf, withoutWords } from '../old-form.sql.ts';

type Listed = Pick<MeetingSpeaker, 'key' | 'label' | 'name' | 'profileId'>;

/** In order of first speaking. */
const speakersOf = (ownSpeakers: Sql<true>) =>
  sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'label', label, 'name', name, 'profileId', profile_id)
      ORDER BY speakers.id), '[]') FROM meeting_speakers speakers WHERE ${ownSpeakers} AND speakers.meeting_id = meetings.id)`;

/** Whatever a transcript is told with, but its words: what is the same in all of it is the same transcript. */
export const transcriptState = ownedStatement({
  name: 'transcript.state',
  values: { meeting: uuid },
  columns: { state: jsonb<unknown[]>() },
  sql: ({
    $,
    own,
  }) => sql`SELECT jsonb_build_array(meetings.status, meetings.generation, meetings.next_generation,
      meetings.restored, meetings.duration_ms, transcripts.id, transcripts.generation_id, transcripts.created_at,
      transcripts.last_edit_id, partial.generation, partial.chunks_done, partial.covered_ms,
      ${speakersOf(own('meeting_speakers', 'speakers'))}) AS state
    FROM meetings
    LEFT JOIN transcripts ON ${own('transcripts')} AND transcripts.meeting_id = meetings.id
    LEFT JOIN partial_transcripts partial ON ${own('partial_transcripts', 'partial')}
      AND partial.meeting_id = meetings.id
    WHERE ${own('meetings')} AND meetings.id = ${$.meeting}`,
});

/** The transcript that is shown, or what of it is there; without words. */
export const transcriptShown = ownedStatement({
  name: 'transcript.shown',
  values: { meeting: uuid },
  columns: {
    status: words<MeetingStatus>(),
    generation: integer,
    durationMs: nullable(integer),
    speakers: jsonb<Listed[]>(),
    // Null without a finished transcript.
    segments: nullable(jsonb<Segment[]>()),
    provider: nullable(text),
    model: nullable(text),
    coverage: nullable(jsonb<Coverage>()),
    edits: integer,
    // Null where nothing is shown so far, or a transcript is there.
    partialSegments: nullable(jsonb<Segment[]>()),
    partialSpeakers: nullable(jsonb<Speaker[]>()),
    chunksDone: nullable(integer),
    chunksTotal: nullable(integer),
    coveredMs: nullable(integer),
  },
  sql: ({
    $,
    own,
  }) => sql`SELECT meetings.status, meetings.generation, meetings.duration_ms AS "durationMs",
      ${speakersOf(own('meeting_speakers', 'speakers'))} AS speakers, ${segmentsOf('transcripts')} AS segments,
      transcripts.provider, transcripts.model, transcripts.coverage,
      coalesce((SELECT latest.number FROM transcript_edits latest
        WHERE ${own('transcript_edits', 'latest')} AND latest.id = transcripts.last_edit_id), 0) AS edits,
      ${withoutWords('partial.segments')} AS "partialSegments", partial.speakers AS "partialSpeakers",
      chunks_done AS "chunksDone", chunks_total AS "chunksTotal", covered_ms AS "coveredMs"
    FROM meetings
    LEFT JOIN transcripts ON ${own('transcripts')} AND transcripts.meeting_id = meetings.id
    LEFT JOIN partial_transcripts partial ON ${own('partial_transcripts', 'partial')} AND transcripts.id IS NULL
      AND partial.meeting_id = meetings.id AND partial.generation = meetings.generation
    WHERE ${own('meetings')} AND meetings.id = ${$.meeting}`,
});
