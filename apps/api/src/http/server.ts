import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '@memo/errors';

const headersTimeoutMs = 20_000;
// A big upload over a slow line may take an hour; what ends it is a line that went silent.
const wholeRequestTimeoutMs = 0;
const idleSocketTimeoutMs = 120_000;
// Longer than the 60 s of common load balancers, so that theirs is the side that closes an idle connection.
const keepAliveTimeoutMs = 65_000;
const idleSweepMs = 100;

export interface ServerOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** How long `close()` waits for requests in flight, in ms. */
  graceMs?: number;
}

export interface RunningServer {
  port: number;
  /** Stops accepting, lets requests in flight finish within the grace, then cuts what is left. */
  close(): Promise<void>;
}

/**
 * Starts listening.
 * @throws AppError `misconfigured` when the address cannot be used.
 */
export async function startServer(
  app: RequestListener,
  { host, port, graceMs = 20_000 }: ServerOptions,
): Promise<RunningServer> {
  const server = createServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: wholeRequestTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
    },
    app,
  );
  server.setTimeout(idleSocketTimeoutMs);
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => closeGracefully(server, graceMs),
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown reason';
    const message = `Cannot listen on ${host}:${port}: ${reason}. Free the port or set PORT.`;
    throw new AppError('misconfigured', message, { cause });
  }
}

function closeGracefully(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A connection kept alive after its last answer would hold the server until the grace is over.
    const sweep = setInterval(() => server.closeIdleConnections(), idleSweepMs);
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
  });
}
