import { AppError } from '@memo/errors';
import { readRetryAfter } from '@memo/outbound';
import { redacted, withoutKey, type ApiKey } from './api-key.ts';
import { networkOutage, outageOf } from './outage.ts';
import { isNetworkFailure } from './patient-fetch.ts';

/** A speech service that is asked over plain HTTP, as errors name it. */
export interface HttpService {
  who: string;
  key: ApiKey;
  model: string;
  /** The settings to correct. */
  variables: { model: string; baseUrl: string };
}

/** An answer that is a refusal. */
export interface Refusal {
  status: number;
  headers: Headers;
  /** What the service calls it, where it has a name for it. */
  code: string;
  /** The service's own words. */
  words: string;
}

/** Ends a call with a refusal, on its way to `fromHttpFailure`. */
export class RefusedCall extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`HTTP ${refusal.status}: ${refusal.code} ${refusal.words}`.trim());
    this.name = 'RefusedCall';
    this.refusal = refusal;
  }
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
/** No answer tells when a spent balance is filled up: look again, but seldom. */
const spentMs = 15 * minuteMs;
const longestWaitMs = 24 * 60 * minuteMs;
const longestWords = 300;

/** Whatever a call threw, as the AppError that says whether and when to try again. */
export function fromHttpFailure(thrown: unknown, service: HttpService): AppError {
  if (thrown instanceof AppError) return thrown;
  const cause = redacted(thrown, service.key);
  const { who, variables } = service;
  if (thrown instanceof RefusedCall) return fromRefusal(thrown.refusal, service, cause);
  if (isNetworkFailure(thrown)) {
    const message = `${who} cannot be reached; check the network and ${variables.baseUrl}.`;
    return new AppError('unavailable', message, {
      code: 'network',
      cause,
      ...networkOutage(thrown, 'speech'),
    });
  }
  return new AppError('internal', `The call to ${who} failed on our side.`, { cause });
}

function fromRefusal(refusal: Refusal, service: HttpService, cause: Error): AppError {
  const { who } = service;
  return (
    limitReached(refusal, who, cause) ??
    wrongSetting(refusal, service, cause) ??
    otherRefusal(refusal, service, cause)
  );
}

function limitReached({ status, headers, code }: Refusal, who: string, cause: Error) {
  const asked = readRetryAfter(headers.get('retry-after'), Date.now());
  const waitMs = asked && Math.min(Math.max(asked, secondMs), longestWaitMs);
  if (status === 402 || /quota_exceeded|insufficient_(?:funds|quota|credits)/i.test(code)) {
    const message = `${who} has no balance or quota left for us; add to it in its billing settings.`;
    const retryAfterMs = Math.max(waitMs ?? 0, spentMs);
    return new AppError('rate_limited', message, { code: 'quota_exhausted', retryAfterMs, cause });
  }
  if (status !== 429) return null;
  const retryAfterMs = waitMs ?? minuteMs;
  const message = `The rate limit of ${who} is reached; wait ${retryAfterMs / 1000} s.`;
  return new AppError('rate_limited', message, { retryAfterMs, cause });
}

/** Each service words it in its own way: "No such model", `model_not_found`, "does not have access to the … model". */
const refusesModel =
  /model_(?:not_found|id)|(?:no such|unknown|invalid|unsupported).{0,20}model|model.{0,60}(?:not found|does not exist|not (?:available|supported))|access to.{0,40}model/i;

function wrongSetting({ status, code, words }: Refusal, service: HttpService, cause: Error) {
  const { who, model, key, variables } = service;
  if (status >= 500 || status === 413) return null;
  const misconfigured = (reason: string, message: string) =>
    new AppError('misconfigured', message, { code: reason, cause });
  if (refusesModel.test(`${code} ${words}`)) {
    const message = `${who} does not know the model ${model}, or the key may not use it; set ${variables.model} to one it has.`;
    return misconfigured('unknown_model', message);
  }
  if (status === 401 || status === 403) {
    const message = `${who} refuses the API key; set ${key.variable} to a valid one.`;
    return misconfigured('provider_key_refused', message);
  }
  if (status < 400 || status === 404 || status === 405) {
    const message = `${who} is not at that address; correct ${variables.baseUrl}.`;
    return misconfigured('wrong_address', message);
  }
  return null;
}

function otherRefusal(refusal: Refusal, { who, key }: HttpService, cause: Error): AppError {
  const { status, headers, words } = refusal;
  if (status === 408 || status === 504) {
    return new AppError('timeout', `${who} did not finish in time.`, {
      cause,
      failedAt: 'speech',
    });
  }
  if (status === 409 || status >= 500) {
    const retryAfterMs = readRetryAfter(headers.get('retry-after'), Date.now());
    const message = `${who} is overloaded or down for the moment.`;
    return new AppError('unavailable', message, {
      cause,
      ...(status >= 500 && outageOf(status, 'speech')),
      ...(retryAfterMs !== undefined && {
        retryAfterMs: Math.min(Math.max(retryAfterMs, secondMs), longestWaitMs),
      }),
    });
  }
  if (status === 413) {
    const message = `${who} does not take that much audio at once; lower CHUNK_MINUTES.`;
    return new AppError('too_large', message, { code: 'request_refused', cause });
  }
  const told = withoutKey(words, key).slice(0, longestWords) || `HTTP ${status}`;
  return new AppError('invalid_input', `${who} does not accept the request: ${told}`, {
    code: 'request_refused',
    cause,
  });
}
