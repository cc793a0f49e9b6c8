import { integer, nullable, sql, text } from '@memo/entities';
import { stageEnd } from '@memo/pipeline';

/** How long the meeting is, and where its mix is when there are two recordings. */
export const endPrepared = stageEnd({
  stage: 'prepare',
  values: { durationMs: integer, playbackKey: nullable(text) },
  // One that is made beside the one that is shown has these shown with its transcript.
  set: ($) =>
    sql`duration_ms = ${$.durationMs}, playback_key = coalesce(${$.playbackKey}, playback_key)`,
});
