import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface SeverableProxy {
  /** The target's address, by way of the proxy. */
  url: string;
  /** From now on nobody answers there. */
  sever(): Promise<void>;
  /** Somebody answers there again. */
  restore(): Promise<void>;
}

/** Stands between a client and a TCP server, so that a test can take the server away from this client alone. */
export async function startSeverableProxy(target: string): Promise<SeverableProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
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
    restore: async () => {
      server.listen(ownPort, '127.0.0.1');
      await once(server, 'listening');
    },
  };
}
