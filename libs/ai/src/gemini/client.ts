import type { GoogleGenAI } from '@google/genai';
import { checkApiKey } from '../calls/api-key.ts';
import { loadPackage } from '../calls/load-package.ts';
import { patientFetch } from '../calls/patient-fetch.ts';
import { withinDeadline } from '../calls/within-deadline.ts';
import { parseJson } from '../reading/lenient-json.ts';
import { fromGeminiError, geminiKey, servesOf, type ModelVariable } from './errors.ts';

export interface GeminiOptions {
  apiKey: string;
  /** Google's own address when absent. */
  baseUrl?: string | undefined;
  model: string;
  /** Bound on one whole call, in milliseconds: upload, waiting and answer together. */
  timeoutMs?: number;
}

export interface GeminiCall extends GeminiOptions {
  client: GoogleGenAI;
  /** Aborted by the caller or by the deadline. */
  signal: AbortSignal;
}

const defaultTimeoutMs = 10 * 60_000;
const googleBaseUrl = 'https://generativelanguage.googleapis.com';

/** A client whose every request ends with the signal. It never retries: the pipeline does. */
export async function createGeminiClient(
  { apiKey, baseUrl = googleBaseUrl }: GeminiOptions,
  signal: AbortSignal,
): Promise<GoogleGenAI> {
  checkApiKey(geminiKey(apiKey));
  const { GoogleGenAI } = await loadPackage('@google/genai', () => import('@google/genai'));
  return new GoogleGenAI({
    apiKey,
    // Said out loud, as the base URL is: the SDK otherwise reads environment variables of its own.
    vertexai: false,
    // Where Google documents the speech model; the SDK's default is v1.
    apiVersion: 'v1beta',
    httpOptions: {
      baseUrl,
      // The SDK's own abortSignal does not reach uploads, and its timeout is also sent to Google, which
      // answers 400 to anything under 10 s. So the signal is tied to the request itself.
      fetch: async (input: string | URL | Request, init?: RequestInit) =>
        asJson(await patientFetch(input, { ...init, signal })),
    },
  });
}

/** An answer that the SDK can read, where it is JSON that a gateway wrapped or escaped in a way of its own. */
async function asJson(response: Response): Promise<Response> {
  if (!response.ok) return response;
  const text = await response.text();
  const { status, headers } = response;
  const value = text === '' ? undefined : parseJson(text);
  return new Response(value === undefined ? text : JSON.stringify(value), { status, headers });
}

/**
 * Runs one call under the caller's signal and our deadline.
 * @param modelVariable names the setting to correct when the model is unknown.
 * @throws the reason of the caller's abort; AppError for everything the provider did.
 */
export function callGemini<T>(
  options: GeminiOptions,
  modelVariable: ModelVariable,
  callerSignal: AbortSignal,
  run: (call: GeminiCall) => Promise<T>,
): Promise<T> {
  const { timeoutMs = defaultTimeoutMs } = options;
  const toAppError = (thrown: unknown) => fromGeminiError(thrown, { ...options, modelVariable });
  const serves = servesOf(modelVariable);
  const call = { who: 'Gemini', serves, timeoutMs, callerSignal, toAppError };
  return withinDeadline(call, async (signal) =>
    run({ ...options, signal, client: await createGeminiClient(options, signal) }),
  );
}
