import { AppError } from '@memo/errors';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { drainAfterRefusal } from './drain-after-refusal.ts';
import { unsupportedMedia } from './errors.ts';
import { watchPace, type Pace } from './pace.ts';
import { InvalidInput } from './validate.ts';

const megabyte = 1_048_576;
/** Fast enough for the slowest mobile network; what fits into one packet has come at once. */
const jsonPace: Pace = { windowMs: 20_000, bytes: 20_000 };
/** Of what may be larger: no more of it is held at once than of the rest. */
const largePace: Pace = { windowMs: 20_000, bytes: 320_000 };

/** The most that a body may have, in MB. */
export const usualLimitMb = 1;

export const tooLargeDetail = (limitMb: number): string => `The body is larger than ${limitMb} MB.`;

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

interface JsonBounds {
  limitMb?: number | undefined;
  pace?: Pace;
}

/** Gives the body of a request, undefined when it has none. */
export type ReadBody = (req: Request, res: Response) => Promise<unknown>;

/**
 * Reads bodies up to a limit. Called for those who may send one alone: parsing costs more than refusing.
 * @throws AppError `invalid_input`, `too_large`, `timeout` for one that comes too slowly; InvalidInput when the body is something else than JSON.
 */
export function jsonReader({ limitMb = usualLimitMb, pace }: JsonBounds = {}): ReadBody {
  const limit = limitMb * megabyte;
  const parse: RequestHandler = express.json({
    ...{ limit, inflate: false },
    // What is JSON and no object is the schema's to refuse, whatever it is.
    strict: false,
  });
  return async (req, res) => {
    if (!hasBody(req)) return undefined;
    if (!req.is('json')) throw notJson();
    const announced = Number(req.get('content-length') ?? limit);
    const usual = announced > usualLimitMb * megabyte ? largePace : jsonPace;
    return readPaced(req, res, parse, { limitMb, pace: pace ?? usual });
  };
}

/**
 * Has a body parsed that must arrive at a pace.
 * @throws AppError `invalid_input`, `too_large`, `timeout`.
 */
export async function readPaced(
  req: Request,
  res: Response,
  parse: RequestHandler,
  { limitMb = usualLimitMb, pace = jsonPace }: JsonBounds = {},
): Promise<unknown> {
  await new Promise<void>((resolve, reject) => {
    const stop = watchPace(req, pace, (error) => {
      drainAfterRefusal(req);
      reject(error);
    });
    void parse(req, res, (failure?: unknown) => {
      stop();
      if (failure === undefined) resolve();
      else reject(understand(failure, limitMb));
    });
  });
  return req.body as unknown;
}

export function hasBody(req: Request): boolean {
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

function understand(failure: unknown, limitMb: number): Error {
  const options = { cause: failure };
  switch (reasonOf(failure)) {
    case undefined:
      return failure instanceof Error ? failure : new AppError('internal', 'Unreadable', options);
    case 'entity.parse.failed':
      return new AppError('invalid_input', 'The body is not valid JSON.', options);
    case 'entity.too.large':
      return new AppError('too_large', tooLargeDetail(limitMb), options);
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
