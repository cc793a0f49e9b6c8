import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Of which requests the server seems to say that it is overloaded, or whether nobody seems to be there. */
export type GateMode = 'open' | 'busy' | 'busy to writes' | 'away';

export interface Seen {
  /** A request comes in; all of it is here; its answer is complete, and not yet passed on. */
  moment: 'asked' | 'sent' | 'answered';
  method: string;
  /** With its query. */
  path: string;
  /** The client's own, by which its process is known. */
  clientPort: number;
  /** All that was sent, where the moment is `sent`; else empty. */
  body: Buffer;
}

export interface HttpGate {
  /** The server's address, by way of the gate. */
  url: string;
  set(mode: GateMode): void;
  /** Every request takes so many ms longer. */
  slow(ms: number): void;
  /** The next writes are done, and their answers are lost. */
  loseAnswers(count: number): void;
  /** The connection of the next writes breaks in the middle of what they send. */
  cutBodies(count: number): void;
  /** Is told of every request at all moments, before it goes on. @returns what ends it. */
  watch(listener: (seen: Seen) => void): () => void;
  /** All is as it was. */
  restore(): void;
  close(): Promise<void>;
}

const busyText = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>`;

/** Stands in front of an HTTP server, and fails as servers and networks do. */
export async function startHttpGate(target: string): Promise<HttpGate> {
  const { hostname, port } = new URL(target);
  const listeners = new Set<(seen: Seen) => void>();
  let mode: GateMode = 'open';
  let slowMs = 0;
  let answersToLose = 0;
  let bodiesToCut = 0;

  function tell(moment: Seen['moment'], request: IncomingMessage, body = Buffer.alloc(0)): void {
    const { method = '', url: path = '', socket } = request;
    const clientPort = socket.remotePort ?? 0;
    for (const listener of listeners) listener({ moment, method, path, clientPort, body });
  }

  function pass(request: IncomingMessage, response: ServerResponse, loses: boolean): void {
    const { method, url, headers } = request;
    const onward = ask({ hostname, port, method, path: url, headers }, (answer) => {
      if (listeners.size > 0 || loses) {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('end', () => {
          tell('answered', request);
          if (loses) response.destroy();
          else
            response.writeHead(answer.statusCode ?? 500, answer.headers).end(Buffer.concat(chunks));
        });
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    if (listeners.size > 0) {
      const sent: Buffer[] = [];
      request.on('data', (chunk: Buffer) => sent.push(chunk));
      request.once('end', () => tell('sent', request, Buffer.concat(sent)));
    }
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isWrite = request.method === 'PUT' || request.method === 'POST';
    if (mode === 'away') {
      request.socket.resetAndDestroy();
      return;
    }
    if (mode === 'busy' || (mode === 'busy to writes' && isWrite)) {
      request.resume();
      response.writeHead(503, { 'content-type': 'application/xml' }).end(busyText);
      return;
    }
    tell('asked', request);
    if (isWrite && bodiesToCut > 0) {
      bodiesToCut -= 1;
      request.once('data', () => request.socket.resetAndDestroy());
      return;
    }
    if (slowMs > 0) await delay(slowMs);
    const loses = isWrite && answersToLose > 0;
    if (loses) answersToLose -= 1;
    pass(request, response, loses);
  }

  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (given) => {
      mode = given;
      if (mode === 'away') server.closeAllConnections();
    },
    slow: (ms) => {
      slowMs = ms;
    },
    loseAnswers: (count) => {
      answersToLose = count;
    },
    cutBodies: (count) => {
      bodiesToCut = count;
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    restore: () => {
      mode = 'open';
      slowMs = answersToLose = bodiesToCut = 0;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
