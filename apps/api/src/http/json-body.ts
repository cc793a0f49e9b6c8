import { AppError } from '@memo/errors';
import express, { type RequestHandler } from 'express';
import { sendDetail } from './errors.ts';

const limit = '1mb';

/** Parses JSON bodies up to 1 MB; what cannot be read is answered here or passed on as an AppError. */
export function jsonBody(): RequestHandler {
  const parse: RequestHandler = express.json({ limit, strict: true });
  return (req, res, next) => {
    parse(req, res, (failure?: unknown) => {
      switch (reasonOf(failure)) {
        case undefined:
          next(failure);
          return;
        case 'entity.parse.failed':
          next(new AppError('invalid_input', 'The body is not valid JSON.', { cause: failure }));
          return;
        case 'entity.too.large':
          next(new AppError('too_large', 'The body is larger than 1 MB.', { cause: failure }));
          return;
        case 'charset.unsupported':
        case 'encoding.unsupported':
          sendDetail(res, 415, 'Send the body as UTF-8 JSON, plain or compressed with gzip.');
          return;
        default:
          next(new AppError('invalid_input', 'The body could not be read.', { cause: failure }));
      }
    });
  };
}

/** The parser's own name for the client's mistake; undefined when there is no error or it is not the client's. */
function reasonOf(failure: unknown): string | undefined {
  if (!(failure instanceof Error) || !('status' in failure)) return undefined;
  if (typeof failure.status !== 'number' || failure.status >= 500) return undefined;
  return 'type' in failure && typeof failure.type === 'string' ? failure.type : 'unreadable';
}
