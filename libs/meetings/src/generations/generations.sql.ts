import {
  boolean,
  float,
  integer,
  jsonb,
  nullable,
  ownedStatement,
  sql,
  text,
  timestamp,
  uuid,
  type MeetingError,
  type MeetingSpeaker,
  type Reprocess,
} from '@memo/entities';
import type { Segment } from '@memo/transcript';

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

const made = {
  provider: nullable(text),
  model: nullable(text),
  share: nullable(float),
  /** Their names, or their labels. */
  speakers: jsonb<string[]>(),
};

/** What is shown of a meeting now. */
export const findShown = ownedStatement({
  name: 'generations.find_shown',
  values: { meeting: uuid },
  columns: {
    ...made,
    generation: integer,
    nextGeneration: nullable(integer),
    status: text,
    createdAt: timestamp,
  },
  sql: ({ $, own }) => sql`SELECT m.generation, m.next_generation AS "nextGeneration", m.status,
      m.created_at AS "createdAt", transcripts.provider, transcripts.model,
      (transcripts.coverage ->> 'share')::double precision AS share,
      (SELECT coalesce(jsonb_agg(coalesce(name, label) ORDER BY speakers.id), '[]') FROM meeting_speakers speakers
        WHERE ${own('meeting_speakers', 'speakers')} AND speakers.meeting_id = m.id) AS speakers
    FROM meetings m LEFT JOIN transcripts ON ${own('transcripts')} AND transcripts.meeting_id = m.id
    WHERE ${own('meetings', 'm')} AND m.id = ${$.meeting}`,
});

/** What is known of a meeting's generations, the newest first; of the first nothing, until another took its place. */
export const listGenerations = ownedStatement({
  name: 'generations.list',
  values: { meeting: uuid },
  columns: {
    ...made,
    generation: integer,
    reprocess: nullable(jsonb<Reprocess>()),
    error: nullable(jsonb<MeetingError>()),
    createdAt: timestamp,
    isKept: boolean,
  },
  sql: ({ $, own }) => sql`SELECT generation, reprocess, error, created_at AS "createdAt",
      kept IS NOT NULL AS "isKept", kept -> 'transcript' ->> 'provider' AS provider,
      kept -> 'transcript' ->> 'model' AS model,
      (kept -> 'transcript' -> 'coverage' ->> 'share')::double precision AS share,
      (SELECT coalesce(jsonb_agg(coalesce(speaker ->> 'name', speaker ->> 'label') ORDER BY position), '[]')
        FROM jsonb_array_elements(kept -> 'speakers') WITH ORDINALITY AS listed (speaker, position)) AS speakers
    FROM meeting_generations
    WHERE ${own('meeting_generations')} AND meeting_id = ${$.meeting} ORDER BY generation DESC`,
});
