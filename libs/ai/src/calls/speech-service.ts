import { parseJson } from '../reading/lenient-json.ts';
import { keptOf, type ReadAnswer } from '../reading/turns.ts';
import type { Recognition, RecognitionProblem } from '../recognition.schema.ts';
import { checkApiKey } from './api-key.ts';
import { fromHttpFailure, RefusedCall, type HttpService, type Refusal } from './http-errors.ts';
import { postFile, type FilePost } from './post-file.ts';
import { withinDeadline } from './within-deadline.ts';

export interface SpeechServiceOptions {
  apiKey: string;
  /** The service's own address when absent. */
  baseUrl?: string | undefined;
  model: string;
  /** Bound on one whole call, in milliseconds. */
  timeoutMs?: number;
}

const defaultTimeoutMs = 10 * 60_000;

/** How a service words its refusals: its name for it, and its words for people. */
export type ReadRefusal = (body: unknown) => Pick<Refusal, 'code' | 'words'>;

/**
 * Sends a recording to a service and gives what it answers, as JSON as far as it can be read; undefined when it is none.
 * @throws the reason of the caller's abort; AppError for everything the service did.
 */
export function askService(
  service: HttpService,
  timeoutMs: number = defaultTimeoutMs,
  callerSignal: AbortSignal,
  { readRefusal, ...post }: Omit<FilePost, 'signal'> & { readRefusal: ReadRefusal },
): Promise<unknown> {
  const toAppError = (thrown: unknown) => fromHttpFailure(thrown, service);
  const { who } = service;
  return withinDeadline(
    { who, serves: 'speech', timeoutMs, callerSignal, toAppError },
    async (signal) => {
      checkApiKey(service.key);
      signal.throwIfAborted();
      const response = await postFile({ ...post, signal });
      const body = parseJson(await response.text());
      const { status, headers } = response;
      if (status >= 200 && status < 300) return body;
      throw new RefusedCall({ status, headers, ...readRefusal(body) });
    },
  );
}

/** A service's answer as far as it could be read; null when it holds nothing that could be. */
export function recognizedIn(
  read: ReadAnswer | null,
  untimed: string,
): Pick<Recognition, 'utterances' | 'unread' | 'givenTwice' | 'problem'> {
  if (read === null) return { utterances: [], problem: unreadable('it is not of its usual form') };
  if (read.untimed) {
    const problem = { ...unreadable('it has words without times'), setting: untimed };
    return { utterances: [], problem };
  }
  return { ...keptOf(read), problem: null };
}

const unreadable = (detail: string): RecognitionProblem => ({
  reason: 'unreadable_answer',
  detail,
});
