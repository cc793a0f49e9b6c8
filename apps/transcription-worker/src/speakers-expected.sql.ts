import { nullable, ownedStatement, smallint, sql, uuid } from '@memo/entities';

/** How many people speak in a meeting, if the uploader knew. */
export const speakersExpected = ownedStatement({
  name: 'transcription.speakers_expected',
  values: { id: uuid },
  columns: { expected: nullable(smallint) },
  sql: ({ $, own }) => sql`SELECT speakers_expected AS expected FROM meetings
    WHERE ${own('meetings')} AND id = ${$.id}`,
});
