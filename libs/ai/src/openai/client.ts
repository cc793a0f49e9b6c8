import type { OpenAI } from 'openai';
import { checkApiKey } from '../calls/api-key.ts';
import { loadPackage } from '../calls/load-package.ts';
import { patientFetch } from '../calls/patient-fetch.ts';
import { withinDeadline } from '../calls/within-deadline.ts';
import { fromOpenAiError, nameOf, openAiKey, servesOf, type Asked } from './errors.ts';

export interface OpenAiOptions {
  /** Null for a server that wants none. */
  apiKey: string | null;
  /** OpenAI's own address when absent. */
  baseUrl?: string | undefined;
  model: string;
  /** Bound on one whole call, in milliseconds. */
  timeoutMs?: number;
}

const defaultTimeoutMs = 10 * 60_000;
const openAiBaseUrl = 'https://api.openai.com/v1';

/** A client whose every request ends with the signal. It never retries: the pipeline does. */
async function createOpenAiClient(
  { apiKey, baseUrl = openAiBaseUrl, timeoutMs = defaultTimeoutMs }: OpenAiOptions,
  signal: AbortSignal,
): Promise<OpenAI> {
  checkApiKey(openAiKey(apiKey));
  const { OpenAI } = await loadPackage('openai', () => import('openai'));
  // The SDK wants a key, and servers that want none take any.
  const key = apiKey ?? 'none';
  return new OpenAI({
    apiKey: key,
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: timeoutMs,
    // Said out loud: what is not given here the SDK reads from environment variables of its own.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    fetch: boundFetch(key, signal),
  });
}

/**
 * Sends our headers alone. The SDK adds what OPENAI_CUSTOM_HEADERS holds, for which it has no option, and a description
 * of this machine, which is no business of the server's.
 */
function boundFetch(key: string, signal: AbortSignal) {
  const send = (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers({ accept: 'application/json', authorization: `Bearer ${key}` });
    if (typeof init.body === 'string') headers.set('content-type', 'application/json');
    return patientFetch(input, { ...init, headers, signal });
  };
  // With it the SDK knows what forms this fetch takes and does not have to try.
  return Object.assign(send, { Response });
}

/**
 * Runs one call under the caller's signal and our deadline.
 * @throws the reason of the caller's abort; AppError for everything the provider did.
 */
export function callOpenAi<T>(
  options: OpenAiOptions,
  asked: Asked,
  callerSignal: AbortSignal,
  run: (client: OpenAI) => Promise<T>,
): Promise<T> {
  const { timeoutMs = defaultTimeoutMs } = options;
  const toAppError = (thrown: unknown) => fromOpenAiError(thrown, options, asked);
  const call = {
    who: nameOf(options),
    serves: servesOf(asked),
    timeoutMs,
    callerSignal,
    toAppError,
  };
  return withinDeadline(call, async (signal) => run(await createOpenAiClient(options, signal)));
}
