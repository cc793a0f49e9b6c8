import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { AppError } from '@memo/errors';
import { boundedBody, tooLarge } from './bounded-body.ts';
import { createDeadline } from './deadline.ts';
import type { Reach } from './destination.ts';
import { exchange } from './exchange.ts';
import { meaningOf, patienceError } from './refusal.ts';

export interface Download {
  /** Where it was found, after redirects. */
  url: string;
  /** As the server says; it may be wrong. */
  contentType: string | null;
  /** In bytes, where the server says. A body of another length fails. */
  contentLength: number | null;
  /** Read it to its end or destroy it. Fails with AppError `too_large`, `timeout`, `unavailable`. */
  body: Readable;
}

export interface DownloadOptions {
  reach: Reach;
  maxBytes: number;
  /** For all of it: the redirects, the server's sending and the reader's reading. */
  timeoutMs: number;
  /** For each answer to begin, and for a silence while it is sent. */
  idleMs: number;
  maxRedirects?: number;
}

export interface Wanted {
  url: string;
  signal: AbortSignal;
}

const who = 'The server at this address';
const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Gets what is at an address, as a stream. Every redirect is an address of its own and checked as such.
 * @throws AppError `invalid_input` (code `download_refused`: nothing there, not for everybody, compressed, redirected
 * too often or to http), `too_large`, `rate_limited`, `unavailable`, `timeout`; what `reach` throws; the reason of an
 * aborted `signal`.
 */
export function createDownload(options: DownloadOptions): (wanted: Wanted) => Promise<Download> {
  const { reach, maxBytes, timeoutMs, idleMs, maxRedirects = 5 } = options;

  return async ({ url, signal: caller }) => {
    const { signal, end } = createDeadline(caller, timeoutMs, who);
    try {
      const found = await find(url, signal);
      const body = boundedBody(found.answer, { maxBytes, idleMs, who, signal });
      body.once('close', end);
      const { headers } = found.answer;
      return {
        url: found.url.href,
        contentType: headers['content-type'] ?? null,
        contentLength: lengthOf(found.answer),
        body,
      };
    } catch (thrown) {
      end();
      throw thrown;
    }
  };

  async function find(url: string, signal: AbortSignal) {
    let address = url;
    for (let redirects = 0; ; redirects += 1) {
      const step = await ask(address, signal);
      const next = redirectOf(step.answer, step.url);
      if (next === null) {
        const problem = problemOf(step.answer);
        if (problem === null) return step;
        step.answer.destroy();
        throw problem;
      }
      step.answer.destroy();
      if (redirects === maxRedirects) throw refused(`redirects more than ${maxRedirects} times`);
      if (step.url.protocol === 'https:' && next.protocol === 'http:') {
        throw refused('redirects from https to http');
      }
      address = next.href;
    }
  }

  async function ask(address: string, caller: AbortSignal) {
    const { signal, end } = createDeadline(caller, idleMs, who);
    try {
      const destination = await reach(address, signal);
      const answer = await exchange({ method: 'GET', destination, who, signal });
      return { answer, url: destination.url };
    } finally {
      end();
    }
  }

  function problemOf(answer: IncomingMessage): AppError | null {
    const { statusCode: status = 0, headers } = answer;
    const meaning = meaningOf(status);
    if (meaning === 'busy' || meaning === 'broken') {
      return patienceError(meaning, { name: who }, { status, headers });
    }
    if (meaning === 'unauthorized') {
      return refused(`does not give this to everybody (${status}), so it cannot be fetched`);
    }
    if (status !== 200) return refused(`has nothing to fetch here (${status})`);
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') {
      return refused(`sends this compressed (${encoding}), although it was asked not to`);
    }
    return (lengthOf(answer) ?? 0) > maxBytes ? tooLarge(who, maxBytes) : null;
  }
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage, at: URL): URL | null {
  if (!redirectStatuses.includes(statusCode) || headers.location === undefined) return null;
  return URL.parse(headers.location, at.href);
}

function lengthOf({ headers }: IncomingMessage): number | null {
  const length = headers['content-length'];
  return length === undefined ? null : Number(length);
}

const refused = (what: string): AppError =>
  new AppError('invalid_input', `${who} ${what}.`, { code: 'download_refused' });
