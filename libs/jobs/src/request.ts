import { AppError, errorKinds } from '@memo/errors';
import type { JobsOptions } from 'bullmq';
import { z } from 'zod';

/**
 * Of the payloads that this release sends and reads. What an older one sent is read, too; a change that an older worker
 * would misread has the next number, and waits for a worker that knows it.
 */
export const requestVersion = 1;

/** What a job carries so that the process that waits for it can be answered. */
export const requestEnvelope = {
  /** Releases up to 0.2.0 sent none. */
  version: z.int().positive().default(1),
  /** The channel its asker listens on. */
  replyTo: z.string(),
  /** Tells apart what one asker waits for. */
  requestId: z.uuid(),
  /** When the asker stops waiting, in ms since 1970 by its clock. */
  deadline: z.number().int(),
  /** The trace it goes on with. */
  traceParent: z.string().optional(),
};

export interface RequestEnvelope {
  replyTo: string;
  requestId: string;
  deadline: number;
  traceParent?: string | undefined;
}

/**
 * A job that a client waits for goes ahead of all that only has to be done. Added at the taking end rather than with a
 * priority, which BullMQ keeps in a set of its own: `wait` alone then still is all that waits. Of several, the newest
 * goes first: it has the most time left. It is tried once and nothing of it is kept.
 */
export const requestOptions = {
  lifo: true,
  attempts: 1,
  removeOnComplete: true,
  removeOnFail: true,
} as const satisfies JobsOptions;

const failureSchema = z.object({
  kind: z.enum(errorKinds),
  code: z.string(),
  message: z.string(),
  retryAfterMs: z.number().optional(),
});

/** One message on a reply channel. */
export const replySchema = z.object({
  requestId: z.uuid(),
  outcome: z.union([z.object({ answer: z.unknown() }), z.object({ error: failureSchema })]),
});

export type Reply = z.output<typeof replySchema>;
export type ReplyOutcome = Reply['outcome'];

/** An error as it travels: causes stay in the log of the worker. */
export function toFailure({ kind, code, message, retryAfterMs }: AppError): ReplyOutcome {
  return { error: { kind, code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) } };
}

export function fromFailure({ kind, code, message, retryAfterMs }: Failure): AppError {
  return new AppError(kind, message, { code, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}

type Failure = z.output<typeof failureSchema>;
