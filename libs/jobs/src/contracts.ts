import type { JobsOptions } from 'bullmq';
import { z } from 'zod';
import { requestEnvelope, requestOptions } from './request.ts';
import { suggestionSchema } from './suggestion.ts';

/** Ids only: Redis keeps payloads in clear, and the truth is in Postgres. */
const stagePayload = z.object({ stageRunId: z.uuid(), meetingId: z.uuid() });

const suggestPayload = z.object({
  kind: z.enum(['template', 'title', 'description']),
  /** Under which the recording waits in storage. */
  suggestionId: z.uuid(),
  /** Whose templates there are to choose from. */
  workspaceId: z.uuid(),
  ...requestEnvelope,
});

interface JobContract {
  queue: 'transcription' | 'analytics' | 'dashboard-sync';
  payload: z.ZodType;
  /** Of a job somebody waits for: what is sent back. */
  answer?: z.ZodType;
  /** Where its life in the queue differs from that of other jobs. */
  options?: JobsOptions;
}

/** Every job there is: producer and consumer types both come from here. */
export const jobCatalog = {
  prepare: { queue: 'transcription', payload: stagePayload },
  transcribe: { queue: 'transcription', payload: stagePayload },
  assemble: { queue: 'transcription', payload: stagePayload },
  summarize: { queue: 'transcription', payload: stagePayload },
  suggest: {
    queue: 'transcription',
    payload: suggestPayload,
    answer: suggestionSchema,
    options: requestOptions,
  },
  analyze: { queue: 'analytics', payload: stagePayload },
  sync: { queue: 'dashboard-sync', payload: stagePayload },
} as const satisfies Record<string, JobContract>;

export type JobName = keyof typeof jobCatalog;
export type QueueName = JobContract['queue'];
export type JobPayload<N extends JobName> = z.output<(typeof jobCatalog)[N]['payload']>;
/** The jobs that arrive on one queue. */
export type JobsOn<Q extends QueueName> = {
  [N in JobName]: (typeof jobCatalog)[N]['queue'] extends Q ? N : never;
}[JobName];

export const queueNames: readonly QueueName[] = [
  ...new Set(Object.values(jobCatalog).map(({ queue }) => queue)),
];

/** The jobs somebody waits for. */
export type RequestName = {
  [N in JobName]: (typeof jobCatalog)[N] extends { answer: z.ZodType } ? N : never;
}[JobName];
/** What the caller says; how to answer is added to it. */
export type RequestBody<N extends RequestName> = Omit<JobPayload<N>, keyof typeof requestEnvelope>;
export type RequestAnswer<N extends RequestName> = z.output<(typeof jobCatalog)[N]['answer']>;
