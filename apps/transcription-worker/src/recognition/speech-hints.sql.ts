import { jsonb, nullable, ownedStatement, smallint, sql, uuid } from '@memo/entities';

/** What the uploader said about who speaks, and in what. */
export const findHints = ownedStatement({
  name: 'transcription.find_hints',
  values: { meetingId: uuid },
  columns: { speakersExpected: nullable(smallint), languages: jsonb<string[]>() },
  sql: ({ $, own }) => sql`SELECT speakers_expected AS "speakersExpected", languages FROM meetings
    WHERE ${own('meetings')} AND id = ${$.meetingId}`,
});
