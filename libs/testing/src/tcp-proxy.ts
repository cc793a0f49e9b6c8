import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What becomes of something a client said: it passes, is lost, or arrives and its reply is lost with the connection. */
export type Fate = 'passes' | 'is lost' | 'loses its reply';

/**
 * @param said what a client sent at once, not always a whole message.
 * @param clientPort of the connection, by which it and the client's process are known.
 */
export type Listener = (said: Buffer, clientPort: number) => Fate;

export interface TcpProxy {
  /** The target's address, by way of the proxy. */
  url: string;
  /** Nobody answers there, and who was connected is told so. */
  refuse(): void;
  /** Connections stand and nothing comes through, as behind a router that fell silent; new ones are silent, too. */
  silence(): void;
  /** The same for the connections there are; new ones are served, as after a failover. */
  silenceOpenOnes(): void;
  /** Cuts what is connected now, in the middle of whatever it says. */
  reset(): void;
  /** Is told what clients say, and decides what becomes of it. @returns what ends it. */
  listen(listener: Listener): () => void;
  /** All is as it was. What was held back while it was silent is lost with its connection. */
  restore(): void;
  close(): Promise<void>;
}

type Mode = 'open' | 'refusing' | 'silent';

/** Stands between clients and a TCP server, and fails as networks do. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const url = new URL(target);
  const { hostname, port } = url;
  const pairs = new Set<readonly [Socket, Socket]>();
  const silent = new Set<Socket>();
  const listeners = new Set<Listener>();
  let mode: Mode = 'open';

  function fateOf(chunk: Buffer, { remotePort = 0 }: Socket): Fate {
    let fate: Fate = 'passes';
    for (const listener of listeners) {
      const decided = listener(chunk, remotePort);
      if (decided !== 'passes') fate = decided;
    }
    return fate;
  }

  const server = createServer((near) => {
    if (mode === 'refusing') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(port), hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    let losesReply = false;
    // A silent network loses what is said: TCP would say it again, to nobody.
    const isSilent = () => mode === 'silent' || silent.has(near);
    near.on('data', (chunk: Buffer) => {
      if (isSilent()) return;
      const fate = fateOf(chunk, near);
      if (fate === 'is lost') return;
      losesReply ||= fate === 'loses its reply';
      passOn(near, far, chunk);
    });
    far.on('data', (chunk: Buffer) => {
      if (isSilent()) return;
      if (losesReply) near.resetAndDestroy();
      else passOn(far, near, chunk);
    });
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        pairs.delete(pair);
        if (!isSilent()) to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  function reset(): void {
    for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy();
    pairs.clear();
  }

  return {
    url: url.href.replace(/\/$/, ''),
    refuse: () => {
      mode = 'refusing';
      reset();
    },
    silence: () => {
      mode = 'silent';
    },
    silenceOpenOnes: () => {
      for (const [near] of pairs) silent.add(near);
    },
    reset,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    restore: () => {
      if (mode === 'silent') reset();
      mode = 'open';
    },
    close: async () => {
      server.close();
      reset();
      await once(server, 'close');
    },
  };
}

function passOn(from: Socket, to: Socket, chunk: Buffer): void {
  if (to.destroyed || to.write(chunk)) return;
  from.pause();
  to.once('drain', () => from.resume());
}
