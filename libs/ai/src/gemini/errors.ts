import { ApiError } from '@google/genai';
import { AppError } from '@memo/errors';
import { badAnswer } from './bad-answer.ts';
import { readErrorDetails, type ErrorDetails } from './error-details.ts';

export type ModelVariable = 'GEMINI_TRANSCRIBE_MODEL' | 'GEMINI_TEXT_MODEL';

export interface ErrorContext {
  apiKey: string;
  model: string;
  modelVariable: ModelVariable;
}

/** Google's quotas are per minute or per day. */
const minuteMs = 60_000;
/** A spent daily quota is back at an hour we do not know: look again, but seldom. */
const dailyQuotaMs = 15 * minuteMs;

/** Whatever a call to Gemini threw, as the AppError that says whether and when to try again. */
export function fromGeminiError(thrown: unknown, context: ErrorContext): AppError {
  if (thrown instanceof AppError) return thrown;
  const cause = redacted(thrown, context.apiKey);
  if (thrown instanceof ApiError) return fromApiError(thrown, context, cause);
  if (thrown instanceof SyntaxError) return badAnswer('it is not JSON', cause);
  const network = networkFailure(thrown);
  if (network === 'timeout') {
    return new AppError('timeout', 'Gemini did not answer in time.', { cause });
  }
  if (network === 'broken') {
    const message = 'Gemini cannot be reached; check the network and GEMINI_BASE_URL.';
    return new AppError('unavailable', message, { code: 'network', cause });
  }
  return new AppError('internal', 'The call to Gemini failed on our side.', { cause });
}

function fromApiError(error: ApiError, context: ErrorContext, cause: Error): AppError {
  const { status } = error;
  const details = readErrorDetails(error);
  if (status === 429) return quotaError(details, cause);
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
    return new AppError('timeout', 'Gemini did not finish in time.', { cause });
  }
  if (status >= 500) {
    return new AppError('unavailable', 'Gemini is overloaded or down for the moment.', { cause });
  }
  const words = withoutKey(details.message, context.apiKey) || `HTTP ${status}`;
  return new AppError('invalid_input', `Gemini does not accept the request: ${words}`, { cause });
}

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

/** How the connection failed; null when it did not. Fetch says it in words, deep in the causes. */
function networkFailure(thrown: unknown): 'timeout' | 'broken' | null {
  const code = property(thrown, 'code');
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return 'timeout';
  const cause = property(thrown, 'cause');
  const deeper = cause === undefined ? null : networkFailure(cause);
  const message = property(thrown, 'message');
  return deeper ?? (message === 'fetch failed' || message === 'terminated' ? 'broken' : null);
}

/** The error and its causes without the key: Google quotes a suspended one, and causes are logged. */
function redacted(thrown: unknown, apiKey: string): Error {
  const cause = property(thrown, 'cause');
  return new Error(
    withoutKey(String(thrown), apiKey),
    cause === undefined ? undefined : { cause: redacted(cause, apiKey) },
  );
}

function withoutKey(text: string, apiKey: string): string {
  return text.replaceAll(apiKey, '[GEMINI_KEY]');
}

function property(thrown: unknown, name: string): unknown {
  return typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined;
}
