import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface SeverableProxy {
  /** The target's address, by way of the proxy. */
  url: string;
  /** From now on nobody answers there. */
  sever(): Promise<void>;
  /** Nothing passes over the connections there are; they stay open, and new ones are served. */
  silence(): void;
  /** Somebody answers there again. */
  restore(): Promise<void>;
}

/**
 * Stands between clients and a TCP server: takes the server away from these clients alone, or listens in.
 * @param listenTo gives, for each connection, what is to hear the bytes its client sends.
 * @param losesReplyTo gives, for each connection, what says of such bytes that they still arrive, and nothing comes back:
 *   the connection is cut when the server has answered.
 */
export async function startSeverableProxy(
  target: string,
  listenTo?: () => (chunk: Buffer) => void,
  losesReplyTo?: () => (chunk: Buffer) => boolean,
): Promise<SeverableProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    if (listenTo !== undefined) near.on('data', listenTo());
    const loses = losesReplyTo?.();
    near.on('data', (chunk) => {
      if (loses?.(chunk) !== true) return;
      far.unpipe(near);
      far.once('data', () => near.destroy());
      // Nothing else reads from it any more.
      far.resume();
    });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  const { port: ownPort } = server.address() as AddressInfo;
  url.host = `127.0.0.1:${ownPort}`;
  return {
    url: url.href,
    sever: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
    silence: () => {
      for (const socket of sockets) socket.unpipe().resume();
    },
    restore: async () => {
      server.listen(ownPort, '127.0.0.1');
      await once(server, 'listening');
    },
  };
}
