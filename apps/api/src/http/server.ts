import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { Server as NetServer, type AddressInfo } from 'node:net';
import { AppError } from '@memo/errors';

const headersTimeoutMs = 20_000;
// A big upload over a slow line may take an hour; what ends it is a line that went silent.
const wholeRequestTimeoutMs = 0;
const idleSocketTimeoutMs = 120_000;
// Longer than the 60 s of common load balancers, so that theirs is the side that closes an idle connection.
const keepAliveTimeoutMs = 65_000;
const idleSweepMs = 100;
/** While it closes, an idle connection stands for so long: what is sent on it just then is answered, and told to be the last. */
const usualLingerMs = 1_000;

export interface ServerOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** How long `close()` waits for requests in flight, in ms. */
  drainMs: number;
  /** How long `close()` leaves idle connections open, in ms. */
  lingerMs?: number;
}

export interface RunningServer {
  port: number;
  /**
   * Stops accepting, and lets requests in flight finish within that time, as well as those that still come over
   * connections that stand; each answer says that its connection ends with it. Then cuts what is left.
   */
  close(): Promise<void>;
}

/**
 * Starts listening.
 * @throws AppError `misconfigured` when the address cannot be used.
 */
export async function startServer(
  app: RequestListener,
  { host, port, drainMs, lingerMs = usualLingerMs }: ServerOptions,
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
  const sayLast = announceEnds(server);
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      sayLast();
      return closeGracefully(server, { drainMs, lingerMs });
    },
  };
}

/** @returns what has every answer from now on say that its connection ends with it. */
function announceEnds(server: Server): () => void {
  const open = new Set<ServerResponse>();
  let ending = false;
  const tell = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader('Connection', 'close');
  };
  server.prependListener('request', (_request, response: ServerResponse) => {
    if (ending) tell(response);
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  return () => {
    ending = true;
    open.forEach(tell);
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

function closeGracefully(
  server: Server,
  { drainMs, lingerMs }: Required<Pick<ServerOptions, 'drainMs' | 'lingerMs'>>,
): Promise<void> {
  return new Promise((resolve) => {
    let sweep: NodeJS.Timeout | undefined;
    const linger = setTimeout(() => {
      server.close();
      // A connection kept alive after its last answer would hold the server until the grace is over.
      sweep = setInterval(() => server.closeIdleConnections(), idleSweepMs);
    }, lingerMs);
    const cut = setTimeout(() => server.closeAllConnections(), drainMs);
    // An HTTP server closes idle connections with itself, under a request that may be on its way over one.
    NetServer.prototype.close.call(server, () => {
      for (const timer of [linger, cut]) clearTimeout(timer);
      clearInterval(sweep);
      resolve();
    });
  });
}
