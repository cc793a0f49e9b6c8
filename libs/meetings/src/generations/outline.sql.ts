import { sql, type Sql } from '@memo/entities';

/**
 * SQL: the `GenerationOutline` of what is shown of a meeting, of a row `m` with its transcript, as far as there is one.
 * @param ownSpeakers the tenant condition of `speakers`.
 */
export const shownOutline = (ownSpeakers: Sql<true>) => sql`jsonb_build_object(
    'provider', transcripts.provider, 'model', transcripts.model, 'share', transcripts.coverage -> 'share',
    'words', transcripts.generation_id,
    'speakers', (SELECT coalesce(jsonb_agg(coalesce(name, label) ORDER BY speakers.id), '[]')
      FROM meeting_speakers speakers WHERE ${ownSpeakers} AND speakers.meeting_id = m.id))`;
