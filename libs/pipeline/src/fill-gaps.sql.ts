import { jsonb, nullable, ownedStatement, sql, uuid } from '@memo/entities';

/** What a transcript lacks, as its coverage has it. */
export interface KnownGap {
  side: number | null;
  start_ms: number;
  end_ms: number;
  reason: string;
}

/** Null where the transcript does not say. */
export const readGaps = ownedStatement({
  name: 'pipeline.read_gaps',
  values: { meetingId: uuid },
  columns: { gaps: nullable(jsonb<KnownGap[]>()) },
  sql: ({ $, own }) => sql`SELECT coverage -> 'gaps' AS gaps FROM transcripts
    WHERE ${own('transcripts')} AND meeting_id = ${$.meetingId}`,
});
