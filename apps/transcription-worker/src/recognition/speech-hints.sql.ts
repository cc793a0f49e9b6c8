import {
  integer,
  jsonb,
  nullable,
  ownedStatement,
  smallint,
  sql,
  text,
  uuid,
  type Sql,
} from '@memo/entities';

/**
 * What is known about who speaks and in what, and which engine is asked: as it was asked for with this generation of the
 * meeting, else as the uploader said. No provider stands for the usual engine.
 */
export const hintRow = {
  speakersExpected: nullable(smallint),
  languages: jsonb<string[]>(),
  provider: nullable(text),
  model: nullable(text),
};

/** SQL: the columns of `hintRow`, of `meetings` and the generation `made`. */
export const hintColumns = `CASE WHEN made.reprocess ? 'speakersExpected'
        THEN (made.reprocess ->> 'speakersExpected')::smallint ELSE speakers_expected END AS "speakersExpected",
      coalesce(made.reprocess -> 'languages', languages) AS languages,
      made.reprocess ->> 'provider' AS provider, made.reprocess ->> 'model' AS model`;

/** SQL: meetings, each with this generation of it as `made`. */
export const withGeneration = (own: Sql<true>, generation: Sql<false>) =>
  sql`meetings LEFT JOIN meeting_generations made ON ${own}
      AND made.meeting_id = meetings.id AND made.generation = ${generation}`;

export const findHints = ownedStatement({
  name: 'transcription.find_hints',
  values: { meetingId: uuid, generation: integer },
  columns: hintRow,
  sql: ({ $, own }) => sql`SELECT ${hintColumns}
    FROM ${withGeneration(own('meeting_generations', 'made'), $.generation)}
    WHERE ${own('meetings')} AND meetings.id = ${$.meetingId}`,
});
