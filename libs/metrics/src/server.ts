import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '@memo/errors';

export interface MetricsServerOptions {
  host: string;
  /** 0 takes any free one. */
  port: number;
  scrape: () => Promise<string>;
  contentType: string;
  isReady: () => boolean;
}

export interface MetricsServer {
  port: number;
  close(): Promise<void>;
}

// Nobody sends more than this, and who says nothing is not waited for.
const bounds = {
  maxHeaderSize: 4_096,
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
};
const idleMs = 10_000;
/** Far more than scrape and probe at a time. */
const mostConnections = 100;

/**
 * Answers `GET /metrics`, `/live` and `/ready`, and nothing else.
 * @throws AppError `misconfigured` when the address cannot be used.
 */
export async function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const { host, port, scrape, contentType, isReady } = options;
  let scraping: Promise<string> | null = null;

  async function metrics(): Promise<Answer> {
    // Two that ask at once get one answer.
    scraping ??= scrape().finally(() => (scraping = null));
    return { status: 200, contentType, text: await scraping };
  }

  function answer(request: IncomingMessage): Answer | Promise<Answer> {
    const [path] = (request.url ?? '').split('?');
    switch (path) {
      case '/metrics':
        return metrics();
      case '/live':
        return { status: 200, text: 'live\n' };
      case '/ready':
        return isReady()
          ? { status: 200, text: 'ready\n' }
          : { status: 503, text: 'starting or stopping\n' };
      default:
        return { status: 404, text: 'GET /metrics, /live or /ready\n' };
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // What a body has to say is of no interest.
    request.resume();
    if (request.method !== 'GET') {
      response.setHeader('allow', 'GET');
      send(response, { status: 405, text: 'GET alone\n' });
      return;
    }
    send(response, await answer(request));
  }

  const server = createServer(bounds, (request, response) => {
    handle(request, response).catch(() => {
      send(response, { status: 500, text: 'The metrics could not be read.\n' });
    });
  });
  server.maxConnections = mostConnections;
  server.setTimeout(idleMs);
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Answer {
  status: number;
  contentType?: string;
  text: string;
}

function send(response: ServerResponse, { status, contentType, text }: Answer): void {
  response.writeHead(status, {
    'content-type': contentType ?? 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown reason';
    const message = `Metrics cannot be offered on ${host}:${port}: ${reason}. Free the port or set METRICS_PORT.`;
    throw new AppError('misconfigured', message, { cause });
  }
}
