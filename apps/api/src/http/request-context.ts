import { AsyncResource } from 'node:async_hooks';
import { randomUUIDv7 } from 'node:crypto';
import { logContext, withLogContext, type Logger } from '@memo/logging';
import { currentTrace } from '@memo/tracing';
import type { Request, RequestHandler } from 'express';

const header = 'X-Request-Id';
const acceptableId = /^[\w.:-]{1,64}$/;
const maxLoggedPath = 200;

// Probes ask every few seconds and would drown the rest.
const unlogged: ReadonlySet<string> = new Set(['/health', '/ready']);

/** Is told of every request when its response is done, for whoever counts them. */
export type OnAnswered = (request: {
  method: string;
  /** Method and path template; not given where no route answers. */
  route: string | undefined;
  statusCode: number;
  /** Whether the client left before there was an answer. */
  aborted: boolean;
  ms: number;
}) => void;

/**
 * Gives a request its id (the caller's, if it is short and harmless), puts it into every log line and into the
 * response, and logs one line when the response is done.
 */
export function requestContext(logger: Logger, onAnswered?: OnAnswered): RequestHandler {
  return (req, res, next) => {
    const requestId = incomingId(req) ?? randomUUIDv7();
    const startedAt = performance.now();
    // Kept now: inside a mounted router it is another, shorter one.
    const { path } = req;
    res.set(header, requestId);
    // Compression, streams, tracing and others wait for its end, each for itself: Node warns from eleven on.
    res.setMaxListeners(20);
    withLogContext({ requestId, ...currentTrace() }, () => {
      const { method } = req;
      const done = () => {
        const ms = performance.now() - startedAt;
        const { route } = logContext();
        const { statusCode } = res;
        onAnswered?.({ method, route, statusCode, aborted: !res.headersSent, ms });
        if (unlogged.has(path)) return;
        logger.info('request', {
          method,
          status: statusCode,
          ms: Math.round(ms),
          // A path without a route is worth seeing; others may carry names and are told by their route.
          ...(route === undefined && { path: path.slice(0, maxLoggedPath) }),
          ...(!res.writableFinished && { aborted: true }),
        });
      };
      // Bound, because the socket emits the event outside of this request's context.
      res.once('close', AsyncResource.bind(done));
      next();
    });
  };
}

function incomingId(req: Request): string | undefined {
  const id = req.get(header);
  return id !== undefined && acceptableId.test(id) ? id : undefined;
}
