import { databaseAway } from '@memo/entities';
import { outcomeUnknown } from '@memo/meetings';
import { AppError, type ErrorKind, toAppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import type { Request, Response } from 'express';
import { bodyTooSlow } from './pace.ts';
import { InvalidInput } from './validate.ts';

const statusByKind: Readonly<Record<ErrorKind, number>> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  rate_limited: 429,
  misconfigured: 500,
  internal: 500,
  unavailable: 503,
  timeout: 504,
};

/** The code of input in a form this API does not read at all: 415 instead of 400. */
export const unsupportedMedia = 'unsupported_media';

/** The code of a change to something that is not what its client knows: 412 instead of 409. */
export const preconditionFailed = 'precondition_failed';

// An error on our side says nothing about our side: its own message goes to the log only.
export const serverErrorDetail = {
  500: 'Something went wrong on our side. If it happens again, send us the X-Request-Id of this response.',
  503: 'The service is temporarily unavailable. Please try again later.',
  504: 'This took too long. Please try again.',
} as const;

/** The code of an upload beyond what one caller, or a process, may have under way. */
export const tooManyUploads = 'too_many_uploads';

/** The code of work beyond what may be done, or wait, at once. */
export const tooBusy = 'too_busy';

/** Why requests are not served that nobody is to blame for: over a limit, shed, or for want of a dependency. */
export const refusals = ['rate_limited', tooManyUploads, tooBusy, 'unavailable'] as const;

export type OnRefused = (reason: (typeof refusals)[number]) => void;

/** What to do about these is for the client to know, and nothing of ours is in them. */
const forClients: ReadonlySet<string> = new Set([outcomeUnknown, tooManyUploads]);

// How a stream reports that the other side hung up.
const disconnectCodes: ReadonlySet<unknown> = new Set([
  'ERR_STREAM_PREMATURE_CLOSE',
  'ECONNRESET',
  'EPIPE',
]);

/** Sends an error in the contract's form. */
export function sendDetail(res: Response, status: number, detail: unknown): void {
  res.status(status).json({ detail });
}

/** What a page shows where another route sends `{ detail }`. */
export type ProblemPage = (
  status: number,
  /** The sentence; null where it is about fields that only a program sends. */
  detail: string | null,
) => { status: number; headers: Readonly<Record<string, string>>; html: string };

/** From now on errors of this response are pages. */
export function showProblemsAs(res: Response, page: ProblemPage): void {
  res.locals.problemPage = page;
}

function sendProblem(res: Response, status: number, detail: unknown): void {
  const page = res.locals.problemPage as ProblemPage | undefined;
  if (page === undefined) {
    sendDetail(res, status, detail);
    return;
  }
  const shown = page(status, typeof detail === 'string' ? detail : null);
  res.status(shown.status).set(shown.headers).end(shown.html);
}

export type AnswerError = (thrown: unknown, req: Request, res: Response) => void;

/** The only place that turns an error into a response, and that logs it. */
export function createErrorAnswer(logger: Logger, onRefused?: OnRefused): AnswerError {
  return (thrown, req, res) => {
    const error = understand(thrown);
    const status = statusOf(error);
    if (clientLeft(req, thrown)) logger.info('the client went away', { error: thrown });
    else if (status >= 500) logger.error('request failed', { error: thrown });
    else logger.debug('request refused', { error });
    if (status === 429 || status === 503) onRefused?.(refusalOf(error));

    if (res.headersSent) {
      // Too late for a status: a cut connection is the only way left to say that the body is not whole.
      if (!res.writableEnded) res.destroy();
      return;
    }
    if (status === 401) res.set('WWW-Authenticate', 'Bearer');
    if (error.retryAfterMs !== undefined) res.set('Retry-After', retryAfter(error.retryAfterMs));
    sendProblem(res, status, detailOf(error, status));
  };
}

const refusalOf = ({ code, kind }: AppError) =>
  refusals.find((reason) => reason === code || reason === kind) ?? 'unavailable';

function statusOf(error: AppError): number {
  if (error instanceof InvalidInput) return 422;
  if (error.code === bodyTooSlow) return 408;
  if (error.code === preconditionFailed) return 412;
  return error.code === unsupportedMedia ? 415 : statusByKind[error.kind];
}

function understand(thrown: unknown): AppError {
  // Express throws it, with a status, for a path like /%E0%A4%A.
  if (thrown instanceof URIError && 'status' in thrown) {
    return new AppError('invalid_input', 'The path is not valid percent-encoding.');
  }
  return databaseAway(thrown) ?? toAppError(thrown);
}

function clientLeft(req: Request, thrown: unknown): boolean {
  return req.socket.destroyed && disconnectCodes.has(codeOf(thrown));
}

// Not by instanceof: Jest runs tests in a realm of their own, and Node's errors come from another one.
function codeOf(thrown: unknown): unknown {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown
    ? thrown.code
    : undefined;
}

function detailOf(error: AppError, status: number): unknown {
  if (error instanceof InvalidInput) return error.problems;
  if (forClients.has(error.code)) return error.message;
  const ours: Readonly<Record<number, string>> = serverErrorDetail;
  return ours[status] ?? error.message;
}

function retryAfter(ms: number): string {
  return String(Math.max(1, Math.ceil(ms / 1000)));
}
