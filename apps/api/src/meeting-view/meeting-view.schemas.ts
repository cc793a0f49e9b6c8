import { z } from 'zod';
import { pageSchema } from '../http/page.ts';
import { meetingExample, meetingPageExample, segmentExample } from './meeting-view.examples.ts';

export const meetingStatuses = ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED'] as const;

const segmentSchema = z
  .object({
    id: z.number().int().describe('What `segment_ids` elsewhere refer to'),
    speaker: z.string(),
    text: z.string(),
    start_time: z.string().describe('For reading; the ms beside it are exact'),
    end_time: z.string(),
    start_ms: z.number().int(),
    end_ms: z.number().int(),
  })
  .meta({ id: 'Segment', example: segmentExample });

const segmentIds = z.array(z.number().int()).describe('The transcript segments it rests on');

const actionItemSchema = z
  .object({
    task: z.string(),
    assigned_to: z.string().nullable().describe('Only if it was said'),
    due_date: z.string().nullable().describe('In the words that were said'),
    segment_ids: segmentIds,
  })
  .meta({ id: 'ActionItem' });

const progressSchema = z
  .object({
    stage: z.enum(['prepare', 'transcribe', 'assemble', 'summarize', 'analyze', 'sync']),
    percent: z.number().int().min(0).max(100).describe('100 is a finished note'),
    note: z.string().nullable().describe('Why it waits or is tried again, if it does'),
  })
  .describe('The stage at work, or the last one reached')
  .meta({ id: 'Progress' });

const meetingErrorSchema = z
  .object({
    code: z.string().describe('For programs, e.g. `audio_too_long`'),
    message: z.string().describe('For people: what is wrong and what to do'),
    retryable: z.boolean().describe('Whether trying again could help'),
    stage: z.string().describe('Where it happened'),
  })
  .describe('Why `status` is FAILED')
  .meta({ id: 'MeetingError' });

/** A meeting in a list: without its transcript and metrics, which can be megabytes. */
export const meetingListItemSchema = z
  .object({
    id: z.uuid(),
    title: z.string(),
    description: z.string().nullable(),
    participants: z.array(z.string()),
    summary: z.string().nullable(),
    key_points: z
      .string()
      .nullable()
      .describe('`key_point_items` as one text, a numbered line each'),
    key_point_items: z.array(z.object({ text: z.string(), segment_ids: segmentIds })),
    action_items: z.array(actionItemSchema).describe('What someone said they or another would do'),
    audio_filename: z.string().describe('A name to save the audio under, not the one it came with'),
    s3_audio_path: z
      .string()
      .describe('Where the audio to play is stored: the recording, or the mix of two'),
    templateid: z.uuid().nullable(),
    custom_template_points: z.string().nullable(),
    status: z
      .enum(meetingStatuses)
      .describe(
        'Of transcript and note: PENDING until work begins, then PROCESSING, at last COMPLETED or FAILED. A transcript made before the failure is kept.',
      ),
    analytics_status: z
      .enum(meetingStatuses)
      .describe('Of the metrics, which are made after the note; says nothing about `status`'),
    dashboard_status: z
      .enum(['PENDING', 'NOT_CONFIGURED', 'DELIVERED', 'FAILED'])
      .describe('Of the delivery to the external dashboard'),
    is_processed: z.boolean().describe('Whether `status` is COMPLETED'),
    progress: progressSchema,
    error: meetingErrorSchema.nullable(),
    duration_ms: z.number().int().nullable().describe('Null until the audio has been decoded'),
    user_id: z.number().int(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'MeetingListItem' });

export const meetingSchema = meetingListItemSchema
  .extend({
    transcription: z.array(segmentSchema),
    transcription_engine: z
      .object({ provider: z.string(), model: z.string() })
      .nullable()
      .describe('The engine that made the transcript, once there is one'),
    analytics_data: z.record(z.string(), z.unknown()).nullable().describe('The metrics'),
  })
  .meta({ id: 'Meeting', example: meetingExample });

/** One page of meetings. */
export const meetingPageSchema = pageSchema(meetingListItemSchema).meta({
  id: 'MeetingPage',
  example: meetingPageExample,
});

export type WireMeeting = z.output<typeof meetingSchema>;
export type WireMeetingListItem = z.output<typeof meetingListItemSchema>;
export type WireMeetingPage = z.output<typeof meetingPageSchema>;
