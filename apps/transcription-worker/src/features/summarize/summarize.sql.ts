import {
  integer,
  jsonb,
  nullable,
  ownedStatement,
  sql,
  text,
  uuid,
  type ActionItem,
  type KeyPoint,
} from '@memo/entities';
import { stageEnd } from '@memo/pipeline';

export const findTemplate = ownedStatement({
  name: 'summarize.find_template',
  values: { meetingId: uuid, generation: integer },
  columns: {
    transcriptionPrompt: nullable(text),
    summaryPrompt: nullable(text),
    keyPointsPrompt: jsonb<string[]>(),
    speakerDiarization: nullable(text),
  },
  sql: ({ $, own }) => sql`SELECT template.transcription_prompt AS "transcriptionPrompt",
      template.summary_prompt AS "summaryPrompt", template.key_points_prompt AS "keyPointsPrompt",
      template.speaker_diarization AS "speakerDiarization"
    FROM meetings JOIN templates template ON template.id = CASE
        WHEN meetings.next_generation = ${$.generation} AND meetings.reprocess ? 'templateId'
        THEN (meetings.reprocess ->> 'templateId')::uuid ELSE meetings.template_id END
      AND (template.workspace_id IS NULL OR ${own('templates', 'template')})
    WHERE ${own('meetings')} AND meetings.id = ${$.meetingId}`,
});

/**
 * What the note names stays without a giver: a re-run may find something better. Where it names nothing, nothing is left of
 * what a note of before named: that was about other words.
 * @param untitled what a meeting without a title is called.
 */
export const endWithNote = stageEnd({
  stage: 'summarize',
  values: {
    summary: text,
    summaryPoints: jsonb<KeyPoint[]>(),
    keyPoints: jsonb<KeyPoint[]>(),
    actionItems: jsonb<ActionItem[]>(),
    unsupportedPoints: integer,
    title: nullable(text),
    untitled: text,
    description: nullable(text),
  },
  set: ($) => sql`summary = ${$.summary}, summary_points = ${$.summaryPoints},
      key_points = ${$.keyPoints}, action_items = ${$.actionItems}, unsupported_points = ${$.unsupportedPoints},
      title = CASE WHEN title_given THEN title ELSE coalesce(${$.title}, ${$.untitled}) END,
      description = CASE WHEN description_given THEN coalesce(description, ${$.description})
        ELSE ${$.description} END,
      description_given = description_given AND description IS NOT NULL`,
});
