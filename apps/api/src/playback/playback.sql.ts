import { nullable, ownedStatement, sql, text, uuid } from '@memo/entities';

export const findPlayback = ownedStatement({
  name: 'audio.find_playback',
  values: { id: uuid },
  columns: {
    title: text,
    // Null while the meeting waits for its recordings.
    playbackKey: nullable(text),
    // Null for what was made here.
    contentType: nullable(text),
  },
  sql: ({ $, own }) => sql`
  SELECT title, playback_key AS "playbackKey", recordings.content_type AS "contentType"
  FROM meetings LEFT JOIN recordings ON ${own('recordings')}
    AND recordings.meeting_id = meetings.id AND recordings.object_key = meetings.playback_key
  WHERE ${own('meetings')} AND meetings.id = ${$.id}`,
});
