import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Of which requests it says that it is overloaded. */
export type Refused = 'none' | 'writes' | 'all';

export interface S3Gate {
  /** The server's address, by way of the gate. */
  url: string;
  refuse(which: Refused): void;
  /** The next writes are done, and their answers are lost. */
  loseAnswers(count: number): void;
  close(): Promise<void>;
}

const busy = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>`;

/** Stands in front of an S3 server and answers in its place, as one does that is overloaded. */
export async function startS3Gate(target: string): Promise<S3Gate> {
  const { hostname, port } = new URL(target);
  let refused: Refused = 'none';
  let answersToLose = 0;

  function pass(request: IncomingMessage, response: ServerResponse, loses: boolean): void {
    const { method, url, headers } = request;
    const onward = ask({ hostname, port, method, path: url, headers }, (answer) => {
      if (loses) {
        answer.resume();
        answer.once('end', () => response.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  const server = createServer((request, response) => {
    const isWrite = request.method === 'PUT' || request.method === 'POST';
    if (refused === 'all' || (refused === 'writes' && isWrite)) {
      request.resume();
      response.writeHead(503, { 'content-type': 'application/xml' }).end(busy);
      return;
    }
    const loses = isWrite && answersToLose > 0;
    if (loses) answersToLose -= 1;
    pass(request, response, loses);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: (which) => {
      refused = which;
    },
    loseAnswers: (count) => {
      answersToLose = count;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
