import { once } from 'node:events';
import {
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

const connectTimeoutMs = 10_000;
/** Routers forget a connection on which nothing is said for some minutes. */
const keepAliveMs = 30_000;

/**
 * What fetch does, for one JSON answer, bounded by the signal alone: Node's own fetch gives up when nothing has come
 * back for 300 s, and models take longer over long audio. Follows no redirects.
 * @throws the signal's reason; TypeError `fetch failed` for whatever happens to the connection, as fetch does.
 */
export async function patientFetch(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const request = new Request(input, init);
  // Whole: a body of unknown length would be sent in chunks, which some servers refuse.
  const body = Buffer.from(await request.arrayBuffer());
  const { url, method, signal } = request;
  const headers = Object.fromEntries(request.headers);
  return untilAborted(signal, () =>
    send(new URL(url), { method, headers, signal }, (sent) => {
      sent.end(body);
      return Promise.resolve();
    }),
  );
}

/** A body that is read as it is sent. */
export interface StreamedPost {
  headers: Record<string, string>;
  body: Readable;
  /** Of the body, in bytes. */
  length: number;
  signal: AbortSignal;
}

/** The same for a POST whose body is not in memory. Fails as `patientFetch` does. */
export async function patientPost(
  url: string,
  { headers, body, length, signal }: StreamedPost,
): Promise<Response> {
  const request = {
    ...{ method: 'POST', signal },
    headers: { ...headers, 'content-length': String(length) },
  };
  try {
    return await untilAborted(signal, () =>
      send(new URL(url), request, (sent) => pipeline(body, sent)),
    );
  } finally {
    body.destroy();
  }
}

async function untilAborted(signal: AbortSignal, run: () => Promise<Response>): Promise<Response> {
  try {
    return await run();
  } catch (cause) {
    signal.throwIfAborted();
    throw new TypeError('fetch failed', { cause });
  }
}

async function send(
  url: URL,
  options: RequestOptions,
  write: (sent: ClientRequest) => Promise<void>,
): Promise<Response> {
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const sent = open(url, options);
  // Once the answer has begun, its reader is told of an error.
  sent.on('error', () => undefined);
  sent.setSocketKeepAlive(true, keepAliveMs);
  sent.once('socket', (socket) => {
    if (!socket.connecting) return;
    const giveUp = () => sent.destroy(new Error(`no connection within ${connectTimeoutMs} ms`));
    const timer = setTimeout(giveUp, connectTimeoutMs);
    for (const event of ['connect', 'close']) socket.once(event, () => clearTimeout(timer));
  });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  // A server that refuses may answer before it has read all, and close: its answer is what counts.
  const written = write(sent).then(
    () => null,
    (error: unknown) => error,
  );
  const [answer] = await answered;
  const bytes = await buffer(answer);
  // One that has answered need not read the rest.
  if (!sent.writableFinished) sent.destroy();
  await written;
  return new Response(bytes.length === 0 ? null : new Uint8Array(bytes), {
    status: answer.statusCode ?? 0,
    headers: Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
      values.map((value): [string, string] => [name, value]),
    ),
  });
}

/** Whether the connection failed. Fetch says it in words, somewhere among the causes. */
export function isNetworkFailure(thrown: unknown): boolean {
  if (!(thrown instanceof Object)) return false;
  if (Reflect.get(thrown, 'message') === 'fetch failed') return true;
  return isNetworkFailure(Reflect.get(thrown, 'cause'));
}
