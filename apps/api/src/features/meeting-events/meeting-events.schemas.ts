import { meetingSchema } from '@memo/meetings';
import { z } from 'zod';

/** How far a meeting is. */
export const meetingStateSchema = meetingSchema
  .pick({
    id: true,
    status: true,
    progress: true,
    transcription_partial: true,
    analytics_status: true,
    dashboard_status: true,
    error: true,
    needs_review: true,
    updated_at: true,
  })
  .meta({
    id: 'MeetingState',
    example: {
      id: '0197a1b2-5f00-7c31-9a44-1d2e3f405162',
      status: 'PROCESSING',
      progress: { stage: 'transcribe', percent: 40, note: null },
      transcription_partial: { chunks_done: 2, chunks_total: 5, covered_ms: 2_388_000 },
      analytics_status: 'PENDING',
      dashboard_status: 'PENDING',
      error: null,
      needs_review: false,
      updated_at: '2025-06-24T14:31:02.117Z',
    },
  });

export type MeetingState = z.output<typeof meetingStateSchema>;

/** Of every event. */
export const meetingEventDataSchema = z.union([
  meetingStateSchema.describe('Of `progress` and `done`'),
  z.object({ id: meetingStateSchema.shape.id }).describe('Of `deleted`'),
  z
    .object({ detail: z.string().describe('What the next request would be answered with') })
    .describe('Of `refused`'),
]);
