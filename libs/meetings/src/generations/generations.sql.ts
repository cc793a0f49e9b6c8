import {
  integer,
  jsonb,
  nullable,
  ownedStatement,
  sql,
  timestamp,
  uuid,
  words,
  type GenerationOutline,
  type MeetingError,
  type MeetingSpeaker,
  type Reprocess,
} from '@memo/entities';
import type { Segment } from '@memo/transcript';
import { shownOutline } from './keep.sql.ts';

/** `running` is made beside the one that is shown; `failed` came to nothing; `kept` can be brought back. */
export const generationStates = ['shown', 'running', 'kept', 'failed'] as const;
export type GenerationState = (typeof generationStates)[number];

type Named = Pick<MeetingSpeaker, 'key' | 'label' | 'side' | 'name' | 'profileId'>;

/** The transcript that was kept of a generation, and who spoke in it; a profile that was deleted since is nobody's. */
export const findKept = ownedStatement({
  name: 'generations.find_kept',
  values: { meeting: uuid, generation: integer },
  columns: { segments: jsonb<Segment[]>(), speakers: jsonb<Named[]>() },
  sql: ({ $, own }) => sql`SELECT kept -> 'transcript' -> 'segments' AS segments,
      (SELECT coalesce(jsonb_agg(speaker || jsonb_build_object('profileId', (SELECT id FROM speaker_profiles
          WHERE ${own('speaker_profiles')} AND id = (speaker ->> 'profileId')::uuid)) ORDER BY position), '[]')
        FROM jsonb_array_elements(kept -> 'speakers') WITH ORDINALITY AS listed (speaker, position)) AS speakers
    FROM meeting_generations
    WHERE ${own('meeting_generations')} AND meeting_id = ${$.meeting} AND generation = ${$.generation}
      AND kept -> 'transcript' <> 'null'`,
});

/**
 * What is known of a meeting's generations, the newest first, at one moment: the one that is shown among them, or is made
 * as the first, which has no row of its own before another takes its place. Reads nothing of what is kept, which is as large as a transcript.
 */
export const listGenerations = ownedStatement({
  name: 'generations.list',
  values: { meeting: uuid },
  columns: {
    generation: integer,
    state: words<GenerationState>(),
    reprocess: nullable(jsonb<Reprocess>()),
    error: nullable(jsonb<MeetingError>()),
    createdAt: timestamp,
    outline: nullable(jsonb<GenerationOutline>()),
  },
  sql: ({ $, own }) => sql`SELECT made.generation,
      CASE made.generation WHEN m.generation
        THEN CASE WHEN transcripts.id IS NOT NULL THEN 'shown' WHEN m.status = 'FAILED' THEN 'failed' ELSE 'running' END
        WHEN m.next_generation THEN 'running' ELSE CASE WHEN made.kept_at IS NULL THEN 'failed' ELSE 'kept' END END AS state,
      made.reprocess, made.error, made.created_at AS "createdAt",
      CASE made.generation WHEN m.generation THEN ${shownOutline(own('meeting_speakers', 'speakers'))}
        ELSE made.outline END AS outline
    FROM meetings m LEFT JOIN transcripts ON ${own('transcripts')} AND transcripts.meeting_id = m.id
    CROSS JOIN LATERAL (
      SELECT known.generation, known.reprocess, known.error, known.created_at, known.kept_at, known.outline
      FROM meeting_generations known
      WHERE ${own('meeting_generations', 'known')} AND known.meeting_id = m.id
      UNION ALL
      SELECT m.generation, NULL, NULL, m.created_at, NULL, NULL WHERE NOT EXISTS (
        SELECT FROM meeting_generations known WHERE ${own('meeting_generations', 'known')}
          AND known.meeting_id = m.id AND known.generation = m.generation)
    ) AS made
    WHERE ${own('meetings', 'm')} AND m.id = ${$.meeting} ORDER BY made.generation DESC`,
});
