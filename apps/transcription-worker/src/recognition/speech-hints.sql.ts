import {
  integer,
  jsonb,
  nullable,
  ownedStatement,
  smallint,
  sql,
  text,
  uuid,
} from '@memo/entities';

/**
 * What is known about who speaks and in what, and which engine is asked: as it was asked for with this generation of the
 * meeting, else as the uploader said. No provider stands for the usual engine.
 */
export const findHints = ownedStatement({
  name: 'transcription.find_hints',
  values: { meetingId: uuid, generation: integer },
  columns: {
    speakersExpected: nullable(smallint),
    languages: jsonb<string[]>(),
    provider: nullable(text),
    model: nullable(text),
  },
  sql: ({ $, own }) => sql`SELECT
      CASE WHEN made.reprocess ? 'speakersExpected' THEN (made.reprocess ->> 'speakersExpected')::smallint
        ELSE speakers_expected END AS "speakersExpected",
      coalesce(made.reprocess -> 'languages', languages) AS languages,
      made.reprocess ->> 'provider' AS provider, made.reprocess ->> 'model' AS model
    FROM meetings LEFT JOIN meeting_generations made ON ${own('meeting_generations', 'made')}
      AND made.meeting_id = meetings.id AND made.generation = ${$.generation}
    WHERE ${own('meetings')} AND meetings.id = ${$.meetingId}`,
});
