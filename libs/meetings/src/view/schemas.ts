import { dashboardStatuses, meetingStatuses, stages, visibilities } from '@memo/entities';
import { coverageSchema } from '@memo/transcript';
import { z } from 'zod';
import { coverageExample, meetingExample, segmentExample } from './examples.ts';
import { actionItemSchema, listedActionItemSchema, pointSchema } from './note-schemas.ts';

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

const progressSchema = z
  .object({
    stage: z.enum(['upload', ...stages]).exclude(['minutes']),
    percent: z.number().int().min(0).max(100).describe('100 is a finished note'),
    note: z.string().nullable().describe('Why it waits or is tried again, if it does'),
  })
  .describe(
    'The stage at work, or the last one reached; `upload` while the recording is not there yet, which is never so for an uploaded form',
  )
  .meta({ id: 'Progress' });

export const meetingErrorSchema = z
  .object({
    code: z.string().describe('For programs, e.g. `audio_too_long`'),
    message: z.string().describe('For people: what is wrong and what to do'),
    retryable: z.boolean().describe('Whether trying again could help'),
    stage: z.string().describe('Where it happened'),
  })
  .describe(
    'Of `error`: why `status` is FAILED. Of `reprocess_error`: why nothing came of the last time a transcript was to take the place of the one that is shown; the meeting is as it was before. Of `analytics_error` and `dashboard_error`: why their status is FAILED',
  )
  .meta({ id: 'MeetingError' });

const wireCoverageSchema = coverageSchema
  .describe(
    'What of the recordings the transcript covers; null until there is one, and for older ones',
  )
  .meta({ id: 'Coverage', example: coverageExample });

const partialSchema = z
  .object({
    chunks_done: z.number().int().describe('Pieces whose words are in `transcription`'),
    chunks_total: z.number().int().describe('Pieces in all'),
    covered_ms: z
      .number()
      .int()
      .describe('What was said up to here is in it; later words may be missing'),
  })
  .describe('How far `transcription` is; null when it is whole, or nothing is there yet')
  .meta({ id: 'PartialTranscription' });

export const visibilitySchema = z
  .enum(visibilities)
  .describe(
    'Who of the workspace sees the meeting: `workspace`, all members, or `private`, the user of `user_id` alone',
  );

/** A meeting in a list: without its transcript and metrics, which can be megabytes, and the quotes of its note. */
export const meetingListItemSchema = z
  .object({
    id: z.uuid(),
    title: z.string(),
    title_given: z
      .boolean()
      .describe('False while `title` is a stand-in, because none was given; the note brings one'),
    description: z.string().nullable(),
    participants: z.array(z.string()),
    summary: z.string().nullable(),
    key_points: z
      .string()
      .nullable()
      .describe(
        'One text, a numbered line each; `key_point_items` of the whole meeting has them singly',
      ),
    action_items: z
      .array(listedActionItemSchema)
      .describe('What someone said they or another would do'),
    audio_filename: z
      .string()
      .nullable()
      .describe(
        'A name to save the audio under, not the one it came with; null while the recording is not there yet',
      ),
    s3_audio_path: z
      .string()
      .nullable()
      .describe(
        'Where the audio to play is stored: the recording, or the mix of two; null while it is not there yet',
      ),
    templateid: z.uuid().nullable(),
    custom_template_points: z.string().nullable(),
    speakers_expected: z
      .number()
      .int()
      .nullable()
      .describe('How many people speak, as far as the upload said'),
    languages: z
      .array(z.string())
      .describe('BCP-47 codes of what is spoken, as far as the upload said; none: it is detected'),
    status: z
      .enum(meetingStatuses)
      .describe(
        'Of transcript and note: PENDING until work begins, then PROCESSING, at last COMPLETED or FAILED. A transcript made before the failure is kept.',
      ),
    analytics_status: z
      .enum(meetingStatuses)
      .describe('Of the metrics, which are made after the note; says nothing about `status`'),
    dashboard_status: z
      .enum(dashboardStatuses)
      .describe('Of the delivery to the external dashboard'),
    is_processed: z.boolean().describe('Whether `status` is COMPLETED'),
    progress: progressSchema,
    error: meetingErrorSchema.nullable(),
    reprocess_error: meetingErrorSchema.nullable(),
    analytics_error: meetingErrorSchema.nullable(),
    dashboard_error: meetingErrorSchema.nullable(),
    needs_review: z
      .boolean()
      .describe(
        'Whether too much of what was said is missing from the transcript to rely on it unseen; `coverage` of the whole meeting says what',
      ),
    duration_ms: z.number().int().nullable().describe('Null until the audio has been decoded'),
    user_id: z.number().int(),
    visibility: visibilitySchema,
    duplicate_of: z
      .uuid()
      .nullable()
      .describe(
        'The first meeting of the workspace that was uploaded with the same recordings, to the byte, and that the uploader saw; it may have been deleted since. Null where there was none, or somebody else keeps it to themselves',
      ),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'MeetingListItem' });

/** A meeting as a line of a list. */
export const compactItemSchema = meetingListItemSchema.pick({
  id: true,
  title: true,
  title_given: true,
  participants: true,
  status: true,
  analytics_status: true,
  dashboard_status: true,
  is_processed: true,
  progress: true,
  error: true,
  needs_review: true,
  duration_ms: true,
  user_id: true,
  visibility: true,
  created_at: true,
  updated_at: true,
});

export const meetingSchema = meetingListItemSchema
  .extend({
    key_point_items: z.array(pointSchema).describe('The statements of `key_points`'),
    action_items: z.array(actionItemSchema).describe('What someone said they or another would do'),
    transcription: z
      .array(segmentSchema)
      .describe(
        'Of a long recording from its beginning, as it is transcribed. While `transcription_partial` is not null, ids, texts and speakers of the segments can still change: show it anew each time',
      ),
    transcription_partial: partialSchema.nullable(),
    transcription_engine: z
      .object({ provider: z.string(), model: z.string() })
      .nullable()
      .describe('The engine that made the transcript, once there is one'),
    coverage: wireCoverageSchema.nullable(),
    summary_points: z.array(pointSchema).describe('The statements of `summary`'),
    unsupported_points: z
      .number()
      .int()
      .nullable()
      .describe(
        'Statements, owners and dates of the note that were left out, because nothing in the transcript supports them, or their own words contradict them',
      ),
    analytics_data: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('The metrics of this transcript, by the names of its speakers'),
  })
  .meta({ id: 'Meeting', example: meetingExample });

export type WireMeeting = z.output<typeof meetingSchema>;
export type WireMeetingListItem = z.output<typeof meetingListItemSchema>;
export type WireCompactItem = z.output<typeof compactItemSchema>;
export type WirePartial = z.output<typeof partialSchema>;
export type WireProgress = z.output<typeof progressSchema>;
