import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface TcpProxy {
  /** The target's address, by way of the proxy. */
  url: string;
  /** Nobody answers there, and who was connected is told so. */
  refuse(): void;
  /** Connections stand and nothing comes through, as behind a router that fell silent. */
  silence(): void;
  /** Cuts what is connected now, in the middle of whatever it says. */
  reset(): void;
  /** Every chunk of bytes takes so many ms longer. */
  delay(ms: number): void;
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
  let mode: Mode = 'open';
  let delayMs = 0;

  const server = createServer((near) => {
    if (mode === 'refusing') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(port), hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('data', (chunk: Buffer) => {
        // A silent network loses what is said: TCP would say it again, to nobody.
        if (mode === 'silent') return;
        const pass = () => {
          if (!to.destroyed && !to.write(chunk)) {
            from.pause();
            to.once('drain', () => from.resume());
          }
        };
        if (delayMs === 0) pass();
        else setTimeout(pass, delayMs);
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        pairs.delete(pair);
        if (mode !== 'silent') to.destroy();
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
    reset,
    delay: (ms) => {
      delayMs = ms;
    },
    restore: () => {
      if (mode === 'silent') reset();
      mode = 'open';
      delayMs = 0;
    },
    close: async () => {
      server.close();
      reset();
      await once(server, 'close');
    },
  };
}
