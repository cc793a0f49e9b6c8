import { AppError } from '@memo/errors';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { drainAfterRefusal } from './drain-after-refusal.ts';
import { unsupportedMedia } from './errors.ts';
import { watchPace, type Pace } from './pace.ts';
import { InvalidInput } from './validate.ts';

const limit = '1mb';
/** Fast enough for the slowest mobile network; what fits into one packet has come at once. */
const jsonPace: Pace = { windowMs: 20_000, bytes: 20_000 };

const parse: RequestHandler = express.json({ limit, strict: true, inflate: false });

export const sendUncompressed =
  'Send the body as it is, without Content-Encoding: compressed bodies are not accepted.';

/**
 * This API unpacks no compressed body: a small body may become a huge one, and decoders have had faults.
 * @throws AppError `invalid_input` that is answered with 415.
 */
export function refuseCompressed(req: Request): void {
  const encoding = (req.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity' || !hasBody(req)) return;
  throw new AppError('invalid_input', sendUncompressed, { code: unsupportedMedia });
}

/**
 * The request's JSON body, up to 1 MB; undefined when it has none. Called for those who may send one alone: parsing
 * costs more than refusing.
 * @throws AppError `invalid_input`, `too_large`, `timeout` for one that comes too slowly; InvalidInput when the body is something else than JSON.
 */
export async function readJson(req: Request, res: Response, pace = jsonPace): Promise<unknown> {
  if (!hasBody(req)) return undefined;
  if (!req.is('json')) throw notJson();
  await new Promise<void>((resolve, reject) => {
    const stop = watchPace(req, pace, (error) => {
      drainAfterRefusal(req);
      reject(error);
    });
    void parse(req, res, (failure?: unknown) => {
      stop();
      if (failure === undefined) resolve();
      else reject(understand(failure));
    });
  });
  return req.body;
}

function hasBody(req: Request): boolean {
  return req.get('transfer-encoding') !== undefined || Number(req.get('content-length') ?? 0) > 0;
}

const notJson = () =>
  new InvalidInput([
    {
      loc: ['body'],
      msg: 'must be JSON, sent with Content-Type: application/json',
      type: 'value_error.content_type',
    },
  ]);

function understand(failure: unknown): Error {
  const options = { cause: failure };
  switch (reasonOf(failure)) {
    case undefined:
      return failure instanceof Error ? failure : new AppError('internal', 'Unreadable', options);
    case 'entity.parse.failed':
      return new AppError('invalid_input', 'The body is not valid JSON.', options);
    case 'entity.too.large':
      return new AppError('too_large', 'The body is larger than 1 MB.', options);
    case 'charset.unsupported':
      return new AppError('invalid_input', 'Send the body as JSON in UTF-8.', {
        ...options,
        code: unsupportedMedia,
      });
    default:
      return new AppError('invalid_input', 'The body could not be read.', options);
  }
}

/** The parser's own name for the client's mistake; undefined when there is no error or it is not the client's. */
function reasonOf(failure: unknown): string | undefined {
  if (!(failure instanceof Error) || !('status' in failure)) return undefined;
  if (typeof failure.status !== 'number' || failure.status >= 500) return undefined;
  return 'type' in failure && typeof failure.type === 'string' ? failure.type : 'unreadable';
}
