import { integer, ownedStatement, sql, uuid } from '@memo/entities';

/** The meeting's columns that come from a generation, and the metrics that were made of it. */
const columns = [
  'title',
  'summary',
  'summary_points',
  'unsupported_points',
  'key_points',
  'action_items',
  'needs_review',
  'analytics_status',
  'analytics_data',
  'duration_ms',
  'playback_key',
  'languages',
  'speakers_expected',
  'template_id',
  'completed_at',
];

const pairs = columns.map((column) => `'${column}', m.${column}`).join(', ');

/** Keeps what is shown of a meeting as it is at this moment, under its generation. */
export const keepShown = ownedStatement({
  name: 'generations.keep_shown',
  values: { id: uuid, meeting: uuid },
  columns: {},
  sql: ({ $, own, workspace }) => sql`
  INSERT INTO meeting_generations AS known (id, workspace_id, meeting_id, generation, created_at, kept)
  SELECT ${$.id}, ${workspace}, m.id, m.generation, m.created_at, jsonb_build_object(
    'meeting', jsonb_build_object(${pairs}),
    'transcript', (SELECT to_jsonb(transcripts) FROM transcripts
      WHERE ${own('transcripts')} AND transcripts.meeting_id = m.id),
    'speakers', (SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'label', label, 'side', side, 'name', name,
        'profileId', profile_id) ORDER BY speakers.id), '[]')
      FROM meeting_speakers speakers WHERE ${own('meeting_speakers', 'speakers')} AND speakers.meeting_id = m.id))
  FROM meetings m WHERE ${own('meetings', 'm')} AND m.id = ${$.meeting}
  ON CONFLICT (meeting_id, generation) DO UPDATE SET kept = excluded.kept
  WHERE known.workspace_id = ${workspace}`,
});

const ofGeneration = { meeting: uuid, generation: integer };

/** Gives the meeting the note and the metrics that were kept; a title that a person gave stays. */
export const restoreNote = ownedStatement({
  name: 'generations.restore_note',
  values: ofGeneration,
  columns: {},
  sql: ({ $, own }) => sql`UPDATE meetings m SET
      title = CASE WHEN m.title_given THEN m.title ELSE was.title END, summary = was.summary,
      summary_points = was.summary_points, unsupported_points = was.unsupported_points, key_points = was.key_points,
      action_items = was.action_items, needs_review = was.needs_review, analytics_status = was.analytics_status,
      analytics_data = was.analytics_data, duration_ms = was.duration_ms, playback_key = was.playback_key,
      languages = was.languages, speakers_expected = was.speakers_expected, completed_at = was.completed_at,
      -- It may have been deleted since.
      template_id = (SELECT id FROM templates
        WHERE (${own('templates')} OR templates.workspace_id IS NULL) AND templates.id = was.template_id)
    FROM meeting_generations made
    CROSS JOIN LATERAL jsonb_populate_record(NULL::meetings, made.kept -> 'meeting') AS was
    WHERE ${own('meetings', 'm')} AND ${own('meeting_generations', 'made')} AND m.id = ${$.meeting}
      AND made.meeting_id = m.id AND made.generation = ${$.generation} AND made.kept IS NOT NULL`,
});

/** Makes the transcript that was kept what is read. Ids that were given are not given anew. */
export const restoreTranscript = ownedStatement({
  name: 'generations.restore_transcript',
  values: ofGeneration,
  columns: {},
  sql: ({
    $,
    own,
  }) => sql`UPDATE transcripts SET generation_id = was.generation_id, segments = was.segments,
      next_segment_id = greatest(transcripts.next_segment_id, was.next_segment_id), provider = was.provider,
      model = was.model, coverage = was.coverage, created_at = was.created_at
    FROM meeting_generations made
    CROSS JOIN LATERAL jsonb_populate_record(NULL::transcripts, made.kept -> 'transcript') AS was
    WHERE ${own('transcripts')} AND ${own('meeting_generations', 'made')} AND transcripts.meeting_id = ${$.meeting}
      AND made.meeting_id = transcripts.meeting_id AND made.generation = ${$.generation} AND made.kept IS NOT NULL`,
});
