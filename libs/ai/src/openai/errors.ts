import { AppError } from '@memo/errors';
import type { APIError } from 'openai';
import { redacted, withoutKey, type ApiKey } from '../calls/api-key.ts';
import { networkOutage, outageOf, type Serves } from '../calls/outage.ts';
import { isNetworkFailure } from '../calls/patient-fetch.ts';
import { wordsOf } from './error-words.ts';
import { retryAfterMs } from './rate-limit.ts';

/** What the call was for, and so which setting is to blame. */
export type Asked =
  | { modelVariable: 'OPENAI_TRANSCRIBE_MODEL'; responseFormat: string }
  | { modelVariable: 'OPENAI_TEXT_MODEL' };

export const servesOf = ({ modelVariable }: Asked): Serves =>
  modelVariable === 'OPENAI_TRANSCRIBE_MODEL' ? 'speech' : 'language';

interface Server {
  apiKey: string | null;
  baseUrl?: string | undefined;
  model: string;
}

const minuteMs = 60_000;
/** No answer tells when a spent balance is filled up: look again, but seldom. */
const spentMs = 15 * minuteMs;

const longestWords = 300;

const spentCodes = ['insufficient_quota', 'billing_not_active', 'billing_hard_limit_reached'];

export const openAiKey = (value: string | null): ApiKey => ({ value, variable: 'OPENAI_API_KEY' });

/** Whom we ask, as messages name them. */
export const nameOf = ({ baseUrl }: Pick<Server, 'baseUrl'>): string =>
  baseUrl === undefined ? 'OpenAI' : new URL(baseUrl).host;

/** Whatever a call to OpenAI or a compatible server threw, as the AppError that says whether and when to try again. */
export function fromOpenAiError(thrown: unknown, server: Server, asked: Asked): AppError {
  if (thrown instanceof AppError) return thrown;
  const who = nameOf(server);
  if (isApiError(thrown) && thrown.status !== undefined) {
    return fromStatus(thrown, server, asked);
  }
  const cause = redacted(thrown, openAiKey(server.apiKey));
  if (isApiError(thrown) && thrown.constructor.name === 'APIConnectionTimeoutError') {
    return new AppError('timeout', `${who} did not answer in time.`, {
      cause,
      failedAt: servesOf(asked),
    });
  }
  if (isApiError(thrown) || isNetworkFailure(thrown)) {
    const message = `${who} cannot be reached; check the network and OPENAI_BASE_URL.`;
    const outage = networkOutage(thrown, servesOf(asked));
    return new AppError('unavailable', message, { code: 'network', cause, ...outage });
  }
  return new AppError('internal', `The call to ${who} failed on our side.`, { cause });
}

interface Refusal {
  error: APIError;
  status: number;
  who: string;
  model: string;
  asked: Asked;
  /** The server's own. */
  words: string;
  cause: Error;
  /** How long it asks to wait. */
  waitMs: number | null;
}

function fromStatus(error: APIError, server: Server, asked: Asked): AppError {
  const status = Number(error.status);
  const words = withoutKey(wordsOf(error), openAiKey(server.apiKey)).slice(0, longestWords);
  const refusal = {
    ...{ error, status, asked, words, who: nameOf(server), model: server.model },
    cause: new Error(`HTTP ${status}: ${words}`),
    waitMs: retryAfterMs(error.headers, Date.now()),
  };
  return limitReached(refusal) ?? wrongSetting(refusal) ?? otherRefusal(refusal);
}

function limitReached({ error, status, who, waitMs, cause }: Refusal): AppError | null {
  if (status === 402 || [error.code, error.type].some((code) => spentCodes.includes(code ?? ''))) {
    const message = `${who} has no balance or quota left for us; add to it in its billing settings.`;
    const retryAfterMs = Math.max(waitMs ?? 0, spentMs);
    return new AppError('rate_limited', message, { code: 'quota_exhausted', retryAfterMs, cause });
  }
  if (status !== 429) return null;
  const retryAfterMs = waitMs ?? minuteMs;
  const message = `The rate limit of ${who} is reached; wait ${retryAfterMs / 1000} s.`;
  return new AppError('rate_limited', message, { retryAfterMs, cause });
}

function wrongSetting({ error, status, who, model, asked, cause }: Refusal): AppError | null {
  const misconfigured = (code: string, message: string) =>
    new AppError('misconfigured', message, { code, cause });
  // A key that may not use the model is refused for the model.
  const refusesModel = error.code === 'model_not_found';
  if (!refusesModel && (status === 401 || status === 403)) {
    const message = `${who} refuses the API key; set OPENAI_API_KEY to a valid one.`;
    return misconfigured('provider_key_refused', message);
  }
  if (!refusesModel && 'responseFormat' in asked && refusesForm(error)) {
    const message = `${who} does not answer ${asked.responseFormat} with the model ${model}; set OPENAI_TRANSCRIBE_FORMAT to diarized, verbose or plain, whichever it has.`;
    return misconfigured('unsupported_format', message);
  }
  if (status < 400) {
    const message = `${who} sends calls on to another address; set OPENAI_BASE_URL to that one.`;
    return misconfigured('redirected', message);
  }
  if (!refusesModel && status !== 404) return null;
  const message = `${who} does not know the model ${model}; set ${asked.modelVariable} to one it has, or correct OPENAI_BASE_URL.`;
  return misconfigured('unknown_model', message);
}

function otherRefusal({ status, who, model, asked, words, waitMs, cause }: Refusal): AppError {
  if (status === 408 || status === 504) {
    return new AppError('timeout', `${who} did not finish in time.`, {
      cause,
      failedAt: servesOf(asked),
    });
  }
  if (status === 409 || status >= 500) {
    const message = `${who} is overloaded or down for the moment.`;
    const pause = waitMs === null ? {} : { retryAfterMs: waitMs };
    const outage = status >= 500 ? outageOf(status, servesOf(asked)) : {};
    return new AppError('unavailable', message, { cause, ...pause, ...outage });
  }
  if (status === 413) {
    const remedy =
      'responseFormat' in asked ? 'lower CHUNK_MINUTES' : 'set OPENAI_TEXT_MODEL to one that does';
    const message = `${who} does not take that much at once with the model ${model}; ${remedy}.`;
    return new AppError('too_large', message, { code: 'request_refused', cause });
  }
  return new AppError('invalid_input', `${who} does not accept the request: ${words}`, {
    code: 'request_refused',
    cause,
  });
}

const refusals = [400, 404, 415, 422];
const formFields =
  /response_format|json_schema|json_object|diarized_json|verbose_json|chunking_strategy|timestamp_granularities/;

/** Whether the server refuses the form in which it was to answer, and not what it was asked. */
export function refusesForm(thrown: unknown): boolean {
  if (!isApiError(thrown) || !refusals.includes(Number(thrown.status))) return false;
  return formFields.test(`${thrown.param ?? ''} ${wordsOf(thrown)}`);
}

/** By its form: reading an error does not take the SDK. */
const isApiError = (thrown: unknown): thrown is APIError =>
  thrown instanceof Error && 'status' in thrown && 'requestID' in thrown;
