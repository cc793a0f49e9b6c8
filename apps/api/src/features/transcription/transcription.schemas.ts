import { meetingListItemSchema } from '@memo/meetings';
import { z } from 'zod';
import { retriedExample, statusExample } from './transcription.examples.ts';

const count = z.number().int();

const queueSchema = z
  .object({
    waiting: count.describe('Stages a free worker would take now'),
    active: count.describe('Stages a worker has'),
    delayed: count.describe('Stages whose time has not come: a retry, or a limit of the provider'),
    failed: count.describe('Stages that failed for good in the last 7 days'),
    workers: count.nullable().describe('Workers connected; null where Redis does not tell'),
    oldest_waiting_seconds: z
      .number()
      .nullable()
      .describe('Since the oldest waiting stage could have begun; null when none waits'),
  })
  .meta({ id: 'QueueState' });

const stateSchema = z
  .enum(['running', 'no_workers', 'unreachable'])
  .describe('`unreachable` is about the queues: uploads are taken all the same');

const statusFields = {
  engine: z
    .object({
      name: z.string(),
      description: z.string().describe('What this engine can and cannot do'),
    })
    .describe('What turns recordings into text here'),
  meetings: z
    .object({ pending: count, processing: count, completed: count, failed: count })
    .describe("How many of the caller's own have each status"),
  background_service: z.object({
    running: z.boolean(),
    status: stateSchema,
    message: z.string().describe('For people'),
  }),
  reachable: z.boolean().describe('Whether the queues answer'),
  queues: z
    .object({ transcription: queueSchema, analytics: queueSchema, dashboard_sync: queueSchema })
    .nullable()
    .describe(
      "The stages of everybody's meetings, by the queue of their workers; suggestions are not counted. Null while the queues do not answer",
    ),
};

export const transcriptionStatusSchema = z
  .object(statusFields)
  .meta({ id: 'TranscriptionStatus', example: statusExample });

export const startedSchema = z
  .object({ status: stateSchema, message: z.string(), ...statusFields })
  .meta({
    id: 'BackgroundStarted',
    example: {
      status: 'running',
      message: statusExample.background_service.message,
      ...statusExample,
    },
  });

export const processedSchema = z
  .object({
    queued: count.describe('`pending` and `failed` together'),
    pending: count.describe('Meetings that wait for their turn'),
    failed: count.describe(
      'Meetings that run again: FAILED ones, and finished ones whose metrics or delivery had failed',
    ),
    message: z.string(),
  })
  .meta({
    id: 'AllProcessed',
    example: {
      queued: 3,
      pending: 1,
      failed: 2,
      message: '3 meetings are queued: 1 was waiting, 2 had failed and run again.',
    },
  });

export const restartedSchema = z
  .object({
    status: stateSchema,
    restarted: count.describe('Stages of meetings that were stuck and are in their queue again'),
    message: z.string(),
  })
  .meta({
    id: 'BackgroundRestarted',
    example: { status: 'running', restarted: 2, message: '2 stuck stages are queued again.' },
  });

export const retriedSchema = meetingListItemSchema
  .pick({
    id: true,
    title: true,
    status: true,
    analytics_status: true,
    dashboard_status: true,
    is_processed: true,
    progress: true,
    error: true,
    updated_at: true,
  })
  .extend({
    generation: z
      .number()
      .int()
      .describe('The one that is made, or was made last, as in `GET /meetings/{id}/generations`'),
  })
  .meta({ id: 'RetriedMeeting', example: retriedExample });

export type TranscriptionStatus = z.output<typeof transcriptionStatusSchema>;
export type BackgroundService = TranscriptionStatus['background_service'];
export type Started = z.output<typeof startedSchema>;
export type Processed = z.output<typeof processedSchema>;
export type Restarted = z.output<typeof restartedSchema>;
export type RetriedMeeting = z.output<typeof retriedSchema>;
