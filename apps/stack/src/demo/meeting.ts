import { meetingStatuses } from '@memo/entities';
import { z } from 'zod';

const status = z.enum(meetingStatuses);

/** What the demo shows of a meeting; the API sends more. */
export const meetingSchema = z.object({
  id: z.string(),
  title: z.string(),
  status,
  duration_ms: z.number().nullable(),
  progress: z.object({ stage: z.string(), percent: z.number(), note: z.string().nullable() }),
  error: z.object({ message: z.string() }).nullable(),
  transcription: z.array(
    z.object({ speaker: z.string(), text: z.string(), start_time: z.string() }),
  ),
  transcription_engine: z.object({ provider: z.string(), model: z.string() }).nullable(),
  coverage: z
    .object({
      speech_ms: z.number(),
      share: z.number(),
      gaps: z.array(z.object({ start_ms: z.number(), end_ms: z.number(), reason: z.string() })),
    })
    .nullable(),
  summary: z.string().nullable(),
  /** `1. …\n2. …` */
  key_points: z.string().nullable(),
  action_items: z.array(
    z.object({
      task: z.string(),
      assigned_to: z.string().nullable(),
      due_date: z.string().nullable(),
    }),
  ),
  analytics_status: status,
  analytics_data: z
    .object({
      speakers: z.array(
        z.object({ label: z.string(), talk_time_ms: z.number(), talk_share: z.number() }),
      ),
      silence_share: z.number(),
    })
    .nullable(),
});

/** What the API tells of a meeting while it is worked on. */
export const meetingStateSchema = meetingSchema.pick({
  status: true,
  progress: true,
  analytics_status: true,
});

export type MeetingState = z.infer<typeof meetingStateSchema>;
export type Meeting = z.infer<typeof meetingSchema>;
export type TalkTime = NonNullable<Meeting['analytics_data']>;
