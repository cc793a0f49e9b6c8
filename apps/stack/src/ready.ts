import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@memo/errors';
import { readTail } from './processes/log-tail.ts';

const timeoutMs = 60_000;
const askTimeoutMs = 5000;
const pollMs = 50;

interface Patience {
  logPath: string;
  signal: AbortSignal;
  /** Ends the wait: there is nothing to wait for any more. */
  failed: Promise<AppError>;
}

/**
 * Waits until the API says that it can serve.
 * @throws AppError `timeout` with what it answered last and the end of its log; what `failed` resolves to.
 */
export async function untilReady(
  apiUrl: string,
  { logPath, signal, failed }: Patience,
): Promise<void> {
  const hopeless = new AbortController();
  void failed.then((error) => hopeless.abort(error));
  const limit = AbortSignal.any([signal, hopeless.signal]);
  const deadline = Date.now() + timeoutMs;
  let answer = 'no answer';
  while (Date.now() < deadline) {
    try {
      const asked = AbortSignal.any([limit, AbortSignal.timeout(askTimeoutMs)]);
      // Not `fetch`, which would stay in the launcher's memory.
      const [response] = (await once(
        get(`${apiUrl}/ready`, { signal: asked, agent: false }),
        'response',
      )) as [IncomingMessage];
      answer = `${response.statusCode} ${await text(response)}`;
      if (response.statusCode === 200) return;
    } catch {
      // Not listening yet.
    }
    await pause(pollMs, undefined, { signal: limit }).catch(() => limit.throwIfAborted());
  }
  throw new AppError(
    'timeout',
    `The API was not ready after ${timeoutMs / 1000} s (${answer}). Its log, ${logPath}, ends with:\n` +
      (await readTail(logPath)),
  );
}
