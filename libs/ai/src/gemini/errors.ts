import type { ApiError } from '@google/genai';
import { AppError } from '@memo/errors';
import { redacted, withoutKey, type ApiKey } from '../calls/api-key.ts';
import { networkOutage, outageOf, type Serves } from '../calls/outage.ts';
import { isNetworkFailure } from '../calls/patient-fetch.ts';
import { readErrorDetails, type ErrorDetails } from './error-details.ts';

const serves = {
  GEMINI_TRANSCRIBE_MODEL: 'speech',
  GEMINI_TEXT_MODEL: 'language',
} as const satisfies Record<string, Serves>;

export type ModelVariable = keyof typeof serves;

/** What a model is for, by the setting that names it. */
export const servesOf = (modelVariable: ModelVariable): Serves => serves[modelVariable];

export interface ErrorContext {
  apiKey: string;
  model: string;
  modelVariable: ModelVariable;
}

export const geminiKey = (value: string): ApiKey => ({ value, variable: 'GEMINI_KEY' });

/** Google's quotas are per minute or per day. */
const minuteMs = 60_000;
/** A spent daily quota is back at an hour we do not know: look again, but seldom. */
const dailyQuotaMs = 15 * minuteMs;

/** Whatever a call to Gemini threw, as the AppError that says whether and when to try again. */
export function fromGeminiError(thrown: unknown, context: ErrorContext): AppError {
  if (thrown instanceof AppError) return thrown;
  const cause = redacted(thrown, geminiKey(context.apiKey));
  if (isApiError(thrown)) return fromApiError(thrown, context, cause);
  // Without the cause: it quotes what was said, and causes are logged.
  if (thrown instanceof SyntaxError) return badAnswer('it is not JSON');
  if (isNetworkFailure(thrown)) {
    const message = 'Gemini cannot be reached; check the network and GEMINI_BASE_URL.';
    const outage = networkOutage(thrown, servesOf(context.modelVariable));
    return new AppError('unavailable', message, { code: 'network', cause, ...outage });
  }
  return new AppError('internal', 'The call to Gemini failed on our side.', { cause });
}

/** By its form: reading an error does not take the SDK. */
const isApiError = (thrown: unknown): thrown is ApiError =>
  thrown instanceof Error && thrown.name === 'ApiError' && 'status' in thrown;

function fromApiError(error: ApiError, context: ErrorContext, cause: Error): AppError {
  const { status } = error;
  const details = readErrorDetails(error);
  if (status === 429) return quotaError(details, cause);
  if (status === 403 && /\bfiles?\b/i.test(details.message) && !blamesSettings(details)) {
    return lostUpload(cause);
  }
  if (status === 401 || status === 403 || details.reasons.includes('API_KEY_INVALID')) {
    const message = 'Gemini refuses the API key; set GEMINI_KEY to a valid one.';
    return new AppError('misconfigured', message, { code: 'provider_key_refused', cause });
  }
  if (status === 404) {
    const { model, modelVariable } = context;
    const message = `Gemini does not know the model ${model}; set ${modelVariable} to one it has.`;
    return new AppError('misconfigured', message, { code: 'unknown_model', cause });
  }
  if (status === 408 || status === 504) {
    const failedAt = servesOf(context.modelVariable);
    return new AppError('timeout', 'Gemini did not finish in time.', { cause, failedAt });
  }
  if (status >= 500) {
    const outage = outageOf(status, servesOf(context.modelVariable));
    const message = 'Gemini is overloaded or down for the moment.';
    return new AppError('unavailable', message, { cause, ...outage });
  }
  const words = withoutKey(details.message, geminiKey(context.apiKey)) || `HTTP ${status}`;
  return new AppError('invalid_input', `Gemini does not accept the request: ${words}`, {
    code: 'request_refused',
    cause,
  });
}

/** Whether Google names the key, its project or the model: then no upload will ever do. */
const blamesSettings = ({ message, reasons }: ErrorDetails): boolean =>
  /api[ _]?key|credential|project|consumer|billing|disabled|\bmodels?\b/i.test(
    [...reasons, message].join(' '),
  );

// The upload is gone or expired, and the next try makes another. Nothing is wrong with the key.
const lostUpload = (cause: Error): AppError =>
  new AppError(
    'unavailable',
    'Gemini does not have the uploaded recording any more; it is uploaded again. If that goes on, see whether GEMINI_BASE_URL takes uploads.',
    { code: 'upload_lost', cause },
  );

/**
 * What failed while audio was uploaded, or asked about once it was: null where that is not about the upload. A session
 * that has ended is a 404, a file that is gone a 403, as a wrong model and a refused key are elsewhere.
 */
export function fromUploadError(thrown: unknown, apiKey: string): AppError | null {
  const lost = isApiError(thrown)
    ? [403, 404, 410].includes(thrown.status) && !blamesSettings(readErrorDetails(thrown))
    : thrown instanceof Error && sdkLostIt.test(thrown.message);
  return lost ? lostUpload(redacted(thrown, geminiKey(apiKey))) : null;
}

/** What the SDK says of a session that Google ended without an error. */
const sdkLostIt = /^Failed to (?:upload file|get upload url)/;

function quotaError({ quotaIds, retryDelayMs }: ErrorDetails, cause: Error): AppError {
  // Beside a daily quota Google still sends a RetryInfo of seconds, which would only burn requests.
  if (quotaIds.some((quotaId) => quotaId.includes('PerDay'))) {
    const message = "Today's Gemini quota is used up; raise it or wait until it is renewed.";
    const retryAfterMs = Math.max(retryDelayMs ?? 0, dailyQuotaMs);
    return new AppError('rate_limited', message, { code: 'quota_exhausted', retryAfterMs, cause });
  }
  const retryAfterMs = retryDelayMs ?? minuteMs;
  const message = `Gemini's rate limit is reached; wait ${retryAfterMs / 1000} s.`;
  return new AppError('rate_limited', message, { retryAfterMs, cause });
}

/** An answer that arrived but cannot be used, and of which nothing is kept: asking again is the only repair. */
export function badAnswer(why: string, cause?: unknown): AppError {
  return new AppError('unavailable', `Gemini gave an answer that cannot be used: ${why}.`, {
    code: 'bad_answer',
    cause,
  });
}
