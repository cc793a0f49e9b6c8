import type { JobsOptions } from 'bullmq';
import { z } from 'zod';
import { requestEnvelope, requestOptions } from './request.ts';
import { suggestionSchema } from './suggestion.ts';

export const queueNames = ['transcription', 'analytics', 'dashboard-sync'] as const;
export type QueueName = (typeof queueNames)[number];

/** Says on any queue that the ledger has work. Which, is chosen when a worker takes it: one is as good as another. */
export const ticketName = 'ticket';

/**
 * Before there were tickets a job was named after its stage and meant one run. What a queue still holds of them is taken
 * as tickets: their runs are in the ledger like all others.
 */
export const formerTickets: Record<QueueName, readonly string[]> = {
  transcription: ['prepare', 'transcribe', 'assemble', 'summarize'],
  analytics: ['analyze'],
  'dashboard-sync': ['sync'],
};

/** Ids only: Redis keeps payloads in clear. */
const suggestPayload = z.object({
  kind: z.enum(['template', 'title', 'description']),
  /** Under which the recording waits in storage. */
  suggestionId: z.uuid(),
  /** Whose templates there are to choose from. */
  workspaceId: z.uuid(),
  ...requestEnvelope,
});

interface RequestContract {
  queue: QueueName;
  payload: z.ZodType;
  /** What is sent back. */
  answer: z.ZodType;
  options: JobsOptions;
}

/** The jobs that a client waits for: the types of both ends come from here. */
export const requestCatalog = {
  suggest: {
    queue: 'transcription',
    payload: suggestPayload,
    answer: suggestionSchema,
    options: requestOptions,
  },
} as const satisfies Record<string, RequestContract>;

export type RequestName = keyof typeof requestCatalog;
export type RequestPayload<N extends RequestName> = z.output<(typeof requestCatalog)[N]['payload']>;
/** What the caller says; how to answer is added to it. */
export type RequestBody<N extends RequestName> = Omit<
  RequestPayload<N>,
  keyof typeof requestEnvelope
>;
export type RequestAnswer<N extends RequestName> = z.output<(typeof requestCatalog)[N]['answer']>;
/** The requests that arrive on one queue. */
export type RequestsOn<Q extends QueueName> = {
  [N in RequestName]: (typeof requestCatalog)[N]['queue'] extends Q ? N : never;
}[RequestName];
