import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Dependency } from '@memo/errors';
import { createDeadline } from './deadline.ts';
import type { Reach } from './destination.ts';
import { exchange } from './exchange.ts';

export interface Delivery {
  url: string;
  /** Besides the content type. */
  headers: Record<string, string>;
  /** JSON. */
  body: string;
  signal: AbortSignal;
}

export interface DeliveryAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** How the body begins, to show to people; empty where it is not text that was sent plainly. */
  excerpt: string;
}

export interface DeliverOptions {
  /** Who receives, as sentences begin with it: `The dashboard`. */
  who: string;
  /** What work depends on them as: it waits for one that is away. */
  dependency?: Dependency;
  reach: Reach;
  /** For the whole exchange. */
  timeoutMs: number;
  /** How much of an answer's body is read at most. */
  excerptBytes?: number;
}

/**
 * Posts JSON and resolves with any status: what it means is `createRefusal`'s to say. Redirects are not followed.
 * @throws AppError `unavailable`, `timeout`; what `reach` throws; the reason of an aborted `signal`.
 */
export type Deliver = (delivery: Delivery) => Promise<DeliveryAnswer>;

/** How long the start of a body is waited for. */
const excerptMs = 1_000;

export function createDeliver({
  who,
  dependency,
  reach,
  timeoutMs,
  excerptBytes = 0,
}: DeliverOptions): Deliver {
  return async ({ url, headers, body, signal: caller }) => {
    const { signal, end } = createDeadline(caller, timeoutMs, who, dependency);
    let answer: IncomingMessage | undefined;
    try {
      answer = await exchange({
        method: 'POST',
        destination: await reach(url, signal),
        headers: { 'content-type': 'application/json', ...headers },
        body,
        who,
        ...(dependency !== undefined && { dependency }),
        signal,
      });
      return {
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        excerpt: await excerptOf(answer, excerptBytes),
      };
    } finally {
      // The status says all. What else is sent, however much or slowly, is not waited for.
      answer?.destroy();
      end();
    }
  };
}

/** Nothing that happens here changes what the status said. */
async function excerptOf(answer: IncomingMessage, maxBytes: number): Promise<string> {
  if (maxBytes === 0 || answer.headers['content-encoding'] !== undefined) return '';
  const late = setTimeout(() => answer.destroy(), excerptMs);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= maxBytes) break;
    }
  } catch {
    // What has come is what there is.
  } finally {
    clearTimeout(late);
  }
  // As a stream, so that a letter that was cut in two is left out.
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, maxBytes), { stream: true });
}
