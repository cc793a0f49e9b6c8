import { randomUUID } from 'node:crypto';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import { traceParent } from '@memo/tracing';
import pTimeout from 'p-timeout';
import { createMessageConnection } from './connection.ts';
import {
  requestCatalog,
  type RequestPayload,
  type RequestAnswer,
  type RequestBody,
  type RequestName,
} from './contracts.ts';
import { inTime } from './in-time.ts';
import type { JobProducer } from './producer.ts';
import { fromFailure, replySchema, requestVersion, type ReplyOutcome } from './request.ts';

export interface RequestOptions {
  /** How long to wait for the answer. */
  timeoutMs: number;
  /** Fires when the asker is gone; its reason is thrown. */
  signal: AbortSignal;
}

export interface JobRequester {
  /**
   * Has a worker do something and waits for its answer. Whatever comes of it, the job does not stay: it is taken back if
   * it still waits, and a worker that has it knows how long the answer is waited for.
   * @throws AppError what the worker failed with; `timeout` when there is no answer in time; `unavailable` when Redis
   *   does not answer.
   */
  request<N extends RequestName>(
    name: N,
    body: RequestBody<N>,
    options: RequestOptions,
  ): Promise<RequestAnswer<N>>;
  /** Gives up what is still waited for. */
  close(): Promise<void>;
}

export interface JobRequesterOptions {
  producer: Pick<JobProducer, 'enqueue' | 'remove'>;
  redisUrl: string;
  logger: Logger;
}

/**
 * Requests by way of the queue; answers by publish/subscribe on a channel of this process, so that they are never stored
 * and no process hears another one's. The connection is opened with the first request.
 */
export function createJobRequester(options: JobRequesterOptions): JobRequester {
  const { producer, redisUrl, logger } = options;
  const channel = `memo:replies:${randomUUID()}`;
  const waiting = new Map<string, (outcome: ReplyOutcome) => void>();
  const underWay = new Set<Promise<unknown>>();
  const closing = new AbortController();

  const subscriber = createMessageConnection(redisUrl, logger);
  subscriber.on('message', (_channel, message) => {
    const reply = replySchema.safeParse(parseJson(message));
    const answer = reply.success ? waiting.get(reply.data.requestId) : undefined;
    if (reply.success && answer !== undefined) answer(reply.data.outcome);
    else logger.debug('An answer came that nobody waits for');
  });

  let subscribing: Promise<unknown> | undefined;
  /** Asked again for every request: an answer says that the connection lives, so none will be missed. */
  async function listen(): Promise<void> {
    subscribing ??= subscriber.subscribe(channel).finally(() => (subscribing = undefined));
    await inTime(subscribing);
  }

  async function ask<N extends RequestName>(
    name: N,
    body: RequestBody<N>,
    { timeoutMs, signal }: RequestOptions,
  ): Promise<ReplyOutcome> {
    const requestId = randomUUID();
    const jobId = `${name}-${requestId}`;
    const deadline = Date.now() + timeoutMs;
    const until = AbortSignal.any([signal, closing.signal, AbortSignal.timeout(timeoutMs)]);
    const replied = new Promise<ReplyOutcome>((resolve) => waiting.set(requestId, resolve));
    try {
      await orAborted(listen(), until);
      const parent = traceParent();
      const envelope = { version: requestVersion, replyTo: channel, requestId, deadline };
      const payload = {
        ...body,
        ...envelope,
        ...(parent !== null && { traceParent: parent }),
      } as RequestPayload<N>;
      try {
        await producer.enqueue(name, payload, { jobId });
        return await orAborted(replied, until);
      } catch (error) {
        // Also after a failed add: Redis may have heard it.
        await producer.remove(name, jobId).catch((cause: unknown) => {
          logger.debug('A job nobody waits for ends at its deadline', { jobId, error: cause });
        });
        throw error;
      }
    } catch (error) {
      signal.throwIfAborted();
      closing.signal.throwIfAborted();
      if (until.aborted) throw new AppError('timeout', `No worker answered in ${timeoutMs} ms.`);
      throw error;
    } finally {
      waiting.delete(requestId);
    }
  }

  return {
    request: (name, body, requestOptions) => {
      const asking = ask(name, body, requestOptions).then((outcome) => answerFrom(name, outcome));
      underWay.add(asking);
      // The caller sees how it ends; this only lets go of it.
      asking.catch(() => undefined).finally(() => underWay.delete(asking));
      return asking;
    },
    close: async () => {
      closing.abort(new AppError('unavailable', 'The API is stopping.'));
      await Promise.allSettled(underWay);
      subscriber.disconnect();
    },
  };
}

function answerFrom<N extends RequestName>(name: N, outcome: ReplyOutcome): RequestAnswer<N> {
  if ('error' in outcome) throw fromFailure(outcome.error);
  const answer = requestCatalog[name].answer.safeParse(outcome.answer);
  if (answer.success) return answer.data as RequestAnswer<N>;
  throw new AppError('internal', `A ${name} job was answered in another form.`, {
    cause: answer.error,
  });
}

/** The promise's value unless the signal fires first: then its reason. */
const orAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  pTimeout(promise, { milliseconds: Infinity, signal });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
