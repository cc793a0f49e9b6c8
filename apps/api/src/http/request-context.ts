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

/**
 * Gives a request its id (the caller's, if it is short and harmless), puts it into every log line and into the
 * response, and logs one line when the response is done.
 */
export function requestContext(logger: Logger): RequestHandler {
  return (req, res, next) => {
    const requestId = incomingId(req) ?? randomUUIDv7();
    const startedAt = performance.now();
    // Kept now: inside a mounted router it is another, shorter one.
    const { path } = req;
    res.set(header, requestId);
    // Compression, streams, tracing and others wait for its end, each for itself: Node warns from eleven on.
    res.setMaxListeners(20);
    withLogContext({ requestId, ...currentTrace() }, () => {
      const logLine = () =>
        logger.info('request', {
          method: req.method,
          status: res.statusCode,
          ms: Math.round(performance.now() - startedAt),
          // A path without a route is worth seeing; others may carry names and are told by their route.
          ...(logContext().route === undefined && { path: path.slice(0, maxLoggedPath) }),
          ...(!res.writableFinished && { aborted: true }),
        });
      // Bound, because the socket emits the event outside of this request's context.
      if (!unlogged.has(path)) res.once('close', AsyncResource.bind(logLine));
      next();
    });
  };
}

function incomingId(req: Request): string | undefined {
  const id = req.get(header);
  return id !== undefined && acceptableId.test(id) ? id : undefined;
}
