import { integer, ownedStatement, sql, uuid, type Sql } from '@memo/entities';

/**
 * SQL: the `GenerationOutline` of what is shown of a meeting, of a row `m` with its transcript, as far as there is one.
 * @param ownSpeakers the tenant condition of `speakers`.
 */
export const shownOutline = (ownSpeakers: Sql<true>) => sql`jsonb_build_object(
    'provider', transcripts.provider, 'model', transcripts.model, 'share', transcripts.coverage -> 'share',
    'words', transcripts.generation_id,
    'speakers', (SELECT coalesce(jsonb_agg(coalesce(name, label) ORDER BY speakers.id), '[]')
      FROM meeting_speakers speakers WHERE ${ownSpeakers} AND speakers.meeting_id = m.id))`;

/** The meeting's columns that come from a generation, and the metrics that were made of it. */
const columns = [
  'title',
  'description',
  'description_given',
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
  INSERT INTO meeting_generations AS known (id, workspace_id, meeting_id, generation, created_at, kept_at, outline,
    kept)
  SELECT ${$.id}, ${workspace}, m.id, m.generation, m.created_at, clock_timestamp(),
    ${shownOutline(own('meeting_speakers', 'speakers'))}, jsonb_build_object(
    'meeting', jsonb_build_object(${pairs}),
    'transcript', CASE WHEN transcripts.id IS NOT NULL THEN to_jsonb(transcripts) END,
    'speakers', (SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'label', label, 'side', side, 'name', name,
        'profileId', profile_id) ORDER BY speakers.id), '[]')
      FROM meeting_speakers speakers WHERE ${own('meeting_speakers', 'speakers')} AND speakers.meeting_id = m.id))
  FROM meetings m LEFT JOIN transcripts ON ${own('transcripts')} AND transcripts.meeting_id = m.id
  WHERE ${own('meetings', 'm')} AND m.id = ${$.meeting}
  ON CONFLICT (meeting_id, generation) DO UPDATE SET kept_at = excluded.kept_at, outline = excluded.outline,
    kept = excluded.kept
  WHERE known.workspace_id = ${workspace}`,
});

const ofGeneration = { meeting: uuid, generation: integer };

/**
 * Gives the meeting the note and the metrics that were kept; a title or a description that a person gave stays. What an
 * earlier release kept says nothing of the description, which stays then, too.
 */
export const restoreNote = ownedStatement({
  name: 'generations.restore_note',
  values: ofGeneration,
  columns: {},
  sql: ({ $, own }) => sql`UPDATE meetings m SET
      title = CASE WHEN m.title_given THEN m.title ELSE was.title END,
      description = CASE WHEN was.description_given IS NULL OR m.description_given AND m.description IS NOT NULL
        THEN m.description ELSE was.description END,
      description_given = CASE WHEN was.description_given IS NULL OR m.description_given AND m.description IS NOT NULL
        THEN m.description_given ELSE was.description_given END, summary = was.summary,
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
      edited_words = was.edited_words, lineage = was.lineage, last_edit_id = was.last_edit_id,
      next_segment_id = greatest(transcripts.next_segment_id, was.next_segment_id), provider = was.provider,
      model = was.model, coverage = was.coverage, created_at = was.created_at
    FROM meeting_generations made
    CROSS JOIN LATERAL jsonb_populate_record(NULL::transcripts, made.kept -> 'transcript') AS was
    WHERE ${own('transcripts')} AND ${own('meeting_generations', 'made')} AND transcripts.meeting_id = ${$.meeting}
      AND made.meeting_id = transcripts.meeting_id AND made.generation = ${$.generation} AND made.kept IS NOT NULL`,
});
