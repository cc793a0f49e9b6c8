import { z } from 'zod';

/** Ids only: Redis keeps payloads in clear, and the truth is in Postgres. */
const stagePayload = z.object({ stageRunId: z.uuid(), meetingId: z.uuid() });

interface JobContract {
  queue: 'transcription' | 'analytics' | 'dashboard-sync';
  payload: z.ZodType;
}

/** Every job there is: producer and consumer types both come from here. */
export const jobCatalog = {
  prepare: { queue: 'transcription', payload: stagePayload },
  transcribe: { queue: 'transcription', payload: stagePayload },
  assemble: { queue: 'transcription', payload: stagePayload },
  summarize: { queue: 'transcription', payload: stagePayload },
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
