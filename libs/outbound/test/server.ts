import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';

export interface TestServer {
  port: number;
  close(): Promise<void>;
}

/** A web server on a free port of 127.0.0.1. */
export function startServer(answer: RequestListener): Promise<TestServer> {
  const server = createServer(answer);
  return listening(server, () => server.closeAllConnections());
}

/** A server that answers every connection with these bytes of its own, and does not hang up. */
export function startRawServer(answer: string): Promise<TestServer> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    // A client that has seen enough hangs up in the middle.
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write(answer));
  });
  return listening(server, () => {
    for (const socket of sockets) socket.destroy();
  });
}

async function listening(server: Server, hangUp: () => void): Promise<TestServer> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      hangUp();
      await once(server, 'close');
    },
  };
}
