import { jsonb, nullable, ownedStatement, smallint, sql, uuid } from '@memo/entities';

export const findHints = ownedStatement({
  name: 'transcribe.find_hints',
  values: { meetingId: uuid },
  columns: { speakersExpected: nullable(smallint), languages: jsonb<string[]>() },
  sql: ({ $, own }) => sql`SELECT speakers_expected AS "speakersExpected", languages FROM meetings
    WHERE ${own('meetings')} AND id = ${$.meetingId}`,
});
