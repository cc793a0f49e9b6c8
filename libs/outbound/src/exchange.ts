import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { AppError, type Dependency } from '@memo/errors';
import type { Destination } from './destination.ts';

export interface Exchange {
  method: 'GET' | 'POST';
  destination: Destination;
  headers?: Record<string, string>;
  body?: string;
  /** Who is asked, as sentences begin with it. */
  who: string;
  /** What work depends on it as. */
  dependency?: Dependency;
  /** Bounds the time until the answer begins; afterwards it destroys the answer, too. */
  signal: AbortSignal;
}

const maxHeaderBytes = 16 * 1024;

/**
 * One request, and its answer as soon as that begins. The body is as it was sent: compressed bodies stay so, and no
 * redirect is followed. A caller that does not read it to the end must destroy it.
 *
 * Not by fetch: it inflates what strangers compressed, and looks the host name up once more as it connects.
 * @throws AppError `unavailable`; the signal's reason.
 */
export async function exchange(asked: Exchange): Promise<IncomingMessage> {
  const { method, destination, headers, body, who, dependency, signal } = asked;
  const { url, addresses } = destination;
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
  try {
    const sent = open(url, {
      method,
      headers: { 'accept-encoding': 'identity', 'user-agent': 'memo', ...headers },
      signal,
      maxHeaderSize: maxHeaderBytes,
      // A connection of its own: one that is kept for a host name may lead to what the name stood for before.
      ...(addresses !== null && { lookup: pinnedTo(addresses), agent: false }),
    });
    // Once the answer has begun, its reader is told of an error.
    sent.on('error', () => undefined);
    sent.end(body);
    // A server that changes the protocol ends the request without an answer or an error.
    const [answer] = (await Promise.race([
      once(sent, 'response', { signal }),
      once(sent, 'close'),
    ])) as [IncomingMessage?];
    if (answer === undefined) throw new Error('closed without an answer');
    answer.on('error', () => undefined);
    return answer;
  } catch (cause) {
    signal.throwIfAborted();
    throw new AppError('unavailable', `${who} ${failure(cause)}.`, {
      cause,
      ...(dependency !== undefined && { away: dependency }),
    });
  }
}

function pinnedTo(addresses: readonly LookupAddress[]): LookupFunction {
  return (_hostname, { all }, answer) => {
    const [first] = addresses;
    if (all === true) answer(null, [...addresses]);
    else answer(null, first?.address ?? '', first?.family ?? 0);
  };
}

/** Node's HTTP parser names its errors HPE_…. */
function failure(cause: unknown): string {
  const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  return typeof code === 'string' && code.startsWith('HPE_')
    ? `does not answer as web servers do (${code})`
    : 'cannot be reached';
}
