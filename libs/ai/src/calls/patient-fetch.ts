import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';

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
  try {
    return await send(request, body);
  } catch (cause) {
    request.signal.throwIfAborted();
    throw new TypeError('fetch failed', { cause });
  }
}

async function send({ url, method, headers, signal }: Request, body: Buffer): Promise<Response> {
  const open = new URL(url).protocol === 'https:' ? httpsRequest : httpRequest;
  const sent = open(url, { method, signal, headers: Object.fromEntries(headers) });
  // Once the answer has begun, its reader is told of an error.
  sent.on('error', () => undefined);
  sent.setSocketKeepAlive(true, keepAliveMs);
  sent.once('socket', (socket) => {
    if (!socket.connecting) return;
    const giveUp = () => sent.destroy(new Error(`no connection within ${connectTimeoutMs} ms`));
    const timer = setTimeout(giveUp, connectTimeoutMs);
    for (const event of ['connect', 'close']) socket.once(event, () => clearTimeout(timer));
  });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const bytes = await buffer(answer);
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
