import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

export interface Delivery {
  headers: Record<string, string>;
  /** As it arrived: what the signature is about. */
  body: string;
}

export interface TestDashboard {
  /** For DASHBOARD_BASE_URL. */
  url: string;
  /** Every meeting that was posted, accepted or not, in order of arrival. */
  deliveries: readonly Delivery[];
  /** Answers the next delivery like this instead of 200; calls queue up. */
  answerNext(status: number, headers?: Record<string, string>): void;
  /** Never answers the next delivery. */
  hangNext(): void;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
}

/**
 * A dashboard on a free port of 127.0.0.1 that accepts every meeting posted to it.
 * @param secret `whsec_` and base64: with it, a delivery that is not signed by Standard Webhooks is answered 401.
 */
export async function startDashboard({ secret }: { secret?: string } = {}): Promise<TestDashboard> {
  const webhook = secret === undefined ? null : new Webhook(secret);
  const deliveries: Delivery[] = [];
  const script: (Answer | 'hang')[] = [];

  function answer(request: IncomingMessage, body: string): Answer | 'hang' {
    if (request.method !== 'POST' || request.url !== '/api/v1/meetings') {
      return { status: 404, headers: {} };
    }
    const delivery = { headers: request.headers as Record<string, string>, body };
    deliveries.push(delivery);
    const scripted = script.shift();
    if (scripted !== undefined) return scripted;
    return { status: webhook === null || isSigned(webhook, delivery) ? 200 : 401, headers: {} };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const given = answer(request, await text(request));
    if (given === 'hang') return;
    response.writeHead(given.status, given.headers);
    response.end('{}');
  }

  const server = createServer((request, response) => {
    // A client that leaves while sending has nobody to answer.
    handle(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    deliveries,
    answerNext: (status, headers = {}) => void script.push({ status, headers }),
    hangNext: () => void script.push('hang'),
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function isSigned(webhook: Webhook, { headers, body }: Delivery): boolean {
  try {
    webhook.verify(body, headers);
    return true;
  } catch {
    return false;
  }
}
