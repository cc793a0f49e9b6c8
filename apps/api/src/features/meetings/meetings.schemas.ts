import { z } from 'zod';

const statuses = ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED'] as const;

export const meetingParamsSchema = z.object({ meeting_id: z.uuid() });

export const listQuerySchema = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

/** A form field that holds a JSON array of names. */
const participants = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be a JSON array of names' });
      return z.NEVER;
    }
  })
  .pipe(z.array(z.string().trim().min(1).max(200)).max(200));

/** A form cannot leave a field out by null; an empty one counts as not given. */
const optionalText = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .transform((text) => (text.trim() === '' ? null : text))
    .default(null);

export const createFieldsSchema = z.strictObject({
  title: z.string().trim().min(1).max(500).meta({ example: 'Q4 Sales Review' }),
  description: optionalText(20_000),
  participants: participants
    .default([])
    .meta({ type: 'string', example: '["John Doe", "Jane Smith"]' }),
  templateid: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.uuid().nullable().default(null),
  ),
  custom_template_points: optionalText(20_000),
});

const segmentSchema = z
  .object({
    id: z.number().int().describe('what segment_ids elsewhere refer to'),
    speaker: z.string(),
    text: z.string(),
    start_time: z.string(),
    end_time: z.string(),
    start_ms: z.number().int(),
    end_ms: z.number().int(),
  })
  .meta({
    id: 'Segment',
    example: {
      id: 0,
      speaker: 'Speaker1',
      text: 'Welcome everyone to our Q4 review.',
      start_time: '0:00',
      end_time: '0:15',
      start_ms: 240,
      end_ms: 15_120,
    },
  });

const actionItemSchema = z
  .object({
    task: z.string(),
    assigned_to: z.string().nullable(),
    due_date: z.string().nullable(),
    segment_ids: z.array(z.number().int()),
  })
  .meta({ id: 'ActionItem' });

const progressSchema = z
  .object({
    stage: z.enum(['prepare', 'transcribe', 'assemble', 'summarize', 'analyze', 'sync']),
    percent: z.number().int(),
    note: z.string().nullable().describe('why it waits or is tried again, if it does'),
  })
  .meta({ id: 'Progress' });

const meetingErrorSchema = z
  .object({
    code: z.string(),
    message: z.string(),
    retryable: z.boolean(),
    stage: z.string().optional(),
  })
  .meta({ id: 'MeetingError' });

/** A meeting in a list: without its transcript and metrics, which can be megabytes. */
const meetingListItemSchema = z
  .object({
    id: z.uuid(),
    title: z.string(),
    description: z.string().nullable(),
    participants: z.array(z.string()),
    summary: z.string().nullable(),
    key_points: z.string().nullable(),
    key_point_items: z.array(z.object({ text: z.string(), segment_ids: z.array(z.number()) })),
    action_items: z.array(actionItemSchema),
    audio_filename: z.string(),
    s3_audio_path: z.string(),
    templateid: z.uuid().nullable(),
    custom_template_points: z.string().nullable(),
    status: z.enum(statuses),
    analytics_status: z.enum(statuses),
    dashboard_status: z.enum(['PENDING', 'NOT_CONFIGURED', 'DELIVERED', 'FAILED']),
    is_processed: z.boolean(),
    progress: progressSchema,
    error: meetingErrorSchema.nullable(),
    duration_ms: z.number().int().nullable(),
    user_id: z.number().int(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'MeetingListItem' });

export const meetingSchema = meetingListItemSchema
  .extend({
    transcription: z.array(segmentSchema),
    transcription_engine: z.object({ provider: z.string(), model: z.string() }).nullable(),
    analytics_data: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'Meeting' });

export const meetingPageSchema = z
  .object({
    data: z.array(meetingListItemSchema),
    total: z.number().int(),
    page: z.number().int(),
    limit: z.number().int(),
    total_pages: z.number().int(),
  })
  .meta({ id: 'MeetingPage' });

export type CreateFields = z.output<typeof createFieldsSchema>;
export type ListQuery = z.output<typeof listQuerySchema>;
export type WireMeeting = z.output<typeof meetingSchema>;
export type WireMeetingListItem = z.output<typeof meetingListItemSchema>;
export type WireMeetingPage = z.output<typeof meetingPageSchema>;
