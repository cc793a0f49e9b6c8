import cors, { type CorsOptions } from 'cors';
import type { RequestHandler } from 'express';

const allowedHeaders = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-None-Match',
  'If-Range',
  'Last-Event-ID',
  'Range',
  'X-Workspace-Id',
  'X-Request-Id',
];

const exposedHeaders = [
  'Accept-Ranges',
  'Content-Disposition',
  'Content-Range',
  'ETag',
  'Idempotency-Replayed',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'Warning',
  'X-Request-Id',
];

const preflightSeconds = 600;

/**
 * Lets web pages of the origins listed read answers, with credentials; `*` among them lets every page, without.
 * A page of any other origin gets no header that would let it.
 */
export function crossOrigin(origins: readonly string[]): RequestHandler {
  const everybody = origins.includes('*');
  // As browsers send it: the setting may end in a slash.
  const listed = new Set(origins.filter((one) => one !== '*').map((one) => new URL(one).origin));

  const answer = cors((req, done) => {
    const { origin, 'access-control-request-method': asked } = req.headers;
    const options: CorsOptions = {
      allowedHeaders,
      exposedHeaders,
      maxAge: preflightSeconds,
      // An OPTIONS that is no browser's question is answered by the path, with its methods.
      preflightContinue: asked === undefined,
    };
    if (origin === undefined) done(null, { origin: false });
    else if (everybody) done(null, { ...options, origin: '*' });
    else if (listed.has(origin)) done(null, { ...options, origin: [origin], credentials: true });
    else done(null, { origin: false });
  });
  return (req, res, next) => {
    // Also without an Origin: a cache must not give that answer to a page.
    if (origins.length > 0) res.vary('Origin');
    answer(req, res, next);
  };
}
