import { setTimeout as wait } from 'node:timers/promises';
import { AppError, toAppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import pTimeout from 'p-timeout';
import { createMessageConnection } from './connection.ts';
import type { RequestPayload, RequestAnswer, RequestName } from './contracts.ts';
import type { JobOutcome } from './worker.ts';
import { toFailure, type RequestEnvelope, type Reply, type ReplyOutcome } from './request.ts';

/** An asking process that is silent for so long did not lose its connection for a moment: it is gone. */
const reconnectMs = 5_000;
const askAgainMs = 100;
/** How long a request for which there is no room waits behind the other jobs. */
const noRoomMs = 250;

/** The work of a request: the answer, or an AppError that its asker gets. */
export type RequestWork<N extends RequestName> = (
  payload: RequestPayload<N>,
  signal: AbortSignal,
) => Promise<RequestAnswer<N>>;

export interface JobReplier {
  /**
   * A request's work as the queue's handler. A request that no process waits for any more is dropped before any work;
   * one that is being worked on ends at its deadline.
   */
  handler<N extends RequestName>(
    work: RequestWork<N>,
  ): (payload: RequestPayload<N>, stopping: AbortSignal) => Promise<JobOutcome>;
  close(): void;
}

export interface JobReplierOptions {
  redisUrl: string;
  /**
   * How many requests are worked on at a time: fewer than the worker's concurrency, so that requests, which go first,
   * cannot keep everything else waiting.
   */
  atOnce: number;
  logger: Logger;
}

/** Sends answers back to those who asked. The connection is opened with the first one. */
export function createJobReplier({ redisUrl, atOnce, logger }: JobReplierOptions): JobReplier {
  const publisher = createMessageConnection(redisUrl, logger);
  let atWork = 0;

  async function reply(asker: RequestEnvelope, outcome: ReplyOutcome): Promise<void> {
    const message = JSON.stringify({ requestId: asker.requestId, outcome } satisfies Reply);
    let giveUpAt = asker.deadline;
    while (Date.now() < giveUpAt) {
      // Waits while this connection is lost.
      const heard = await byDeadline(publisher.publish(asker.replyTo, message), asker.deadline);
      if (heard > 0) return;
      // The asker may have lost its own.
      giveUpAt = Math.min(giveUpAt, Date.now() + reconnectMs);
      await wait(askAgainMs);
    }
    logger.info('Nobody was there for the answer');
  }

  return {
    handler: (work) => async (payload, stopping) => {
      const remainingMs = payload.deadline - Date.now();
      if (remainingMs <= 0) {
        logger.info('Nobody waits for this any more');
        return { kind: 'done' };
      }
      if (atWork >= atOnce) return { kind: 'wait', delayMs: noRoomMs, reason: 'no room for it' };
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(tooLate()), remainingMs);
      atWork += 1;
      try {
        const answer = await work(payload, AbortSignal.any([stopping, late.signal]));
        await reply(payload, { answer });
      } catch (error) {
        if (!stopping.aborted && !late.signal.aborted) report(error);
        await reply(payload, toFailure(stopping.aborted ? stopped() : toAppError(error)));
      } finally {
        clearTimeout(timer);
        atWork -= 1;
      }
      return { kind: 'done' };
    },
    close: () => publisher.disconnect(),
  };

  function report(thrown: unknown): void {
    const { kind } = toAppError(thrown);
    const ours = kind === 'internal' || kind === 'misconfigured';
    logger[ours ? 'error' : 'info']('A request could not be answered', { error: thrown });
  }
}

const tooLate = (): AppError => new AppError('timeout', 'Nobody waits for the answer any more.');

const stopped = (): AppError => new AppError('unavailable', 'The worker is stopping.');

/** How many heard it; none when Redis does not say by the deadline. */
const byDeadline = (publishing: Promise<number>, deadline: number): Promise<number> =>
  pTimeout(publishing, {
    milliseconds: Math.max(1, deadline - Date.now()),
    fallback: () => 0,
  });
