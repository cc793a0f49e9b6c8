import { jsonb, nullable, ownedStatement, smallint, sql, text, uuid } from '@memo/entities';
import type { Segment } from '@memo/transcript';

/**
 * The segments of the transcript that is there, as they are now. Until the transaction ends no other transaction holds,
 * edits or replaces it: a request that names its speakers meanwhile comes before or after.
 */
export const lockTranscript = ownedStatement({
  name: 'meetings.lock_transcript',
  values: { meeting: uuid },
  columns: { segments: jsonb<Segment[]>() },
  sql: ({ $, own }) => sql`SELECT segments FROM transcripts
    WHERE ${own('transcripts')} AND meeting_id = ${$.meeting} FOR UPDATE`,
});

/** Removes the speakers of an earlier run, and says what they were called. */
export const removeSpeakers = ownedStatement({
  name: 'meetings.remove_speakers',
  values: { meeting: uuid },
  columns: {
    key: text,
    side: nullable(smallint),
    name: nullable(text),
    profileId: nullable(uuid),
  },
  sql: ({ $, own }) => sql`DELETE FROM meeting_speakers
    WHERE ${own('meeting_speakers')} AND meeting_id = ${$.meeting}
    RETURNING key, side, name, profile_id AS "profileId"`,
});
