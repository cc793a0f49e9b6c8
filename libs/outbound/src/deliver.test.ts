import { brotliCompressSync } from 'node:zlib';
import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startRawServer, startServer, type TestServer } from '../test/server.ts';
import { createDeliver, createGuard } from './index.ts';

const never = new AbortController().signal;
const loopback = createGuard({ allow: ['127.0.0.1'] });

let server: TestServer | undefined;

afterEach(() => server?.close());

interface Way {
  timeoutMs?: number;
  excerptBytes?: number;
  signal?: AbortSignal;
  reach?: typeof loopback;
}

function send({ port }: TestServer, { signal = never, reach = loopback, ...way }: Way = {}) {
  const deliver = createDeliver({ who: 'The server', reach, timeoutMs: 20_000, ...way });
  const headers = { 'webhook-id': 'delivery-1' };
  return deliver({ url: `http://127.0.0.1:${port}/hook`, headers, body: '{"a":"é"}', signal });
}

async function to(answer: RequestListener, way?: Way) {
  server = await startServer(answer);
  return send(server, way);
}

describe('a delivery', () => {
  it('arrives whole, as JSON of a known length that asks for no compression', async () => {
    let arrived: unknown;
    const answer = await to((request, response) => {
      request.on('data', (body: Buffer) => {
        arrived = { body: body.toString(), headers: request.headers };
      });
      request.on('end', () => response.writeHead(202, { 'retry-after': '3' }).end('thanks'));
    });
    expect(answer).toMatchObject({ status: 202, headers: { 'retry-after': '3' }, excerpt: '' });
    expect(arrived).toMatchObject({
      body: '{"a":"é"}',
      headers: {
        'content-type': 'application/json',
        'content-length': '10',
        'accept-encoding': 'identity',
        'webhook-id': 'delivery-1',
      },
    });
  });

  it('to a private network is not sent', async () => {
    let requests = 0;
    const sent = to(() => void (requests += 1), { reach: createGuard() });
    await expect(sent).rejects.toMatchObject({ code: 'address_refused' });
    expect(requests).toBe(0);
  });

  it('is not sent on to where a redirect points', async () => {
    const requests: unknown[] = [];
    const answer = await to((request, response) => {
      requests.push(request.url);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(answer.status).toBe(307);
    expect(requests).toEqual(['/hook']);
  });
});

describe('the body of an answer', () => {
  it('is kept up to a limit, without half a letter', async () => {
    const answer = await to((_, response) => response.end('naïve'), { excerptBytes: 3 });
    expect(answer.excerpt).toBe('na');
  });

  it('without an end is read no further than that', async () => {
    const endless: RequestListener = (_, response) => {
      const more = () => {
        while (response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    };
    const answer = await to(endless, { excerptBytes: 100 });
    expect(answer).toMatchObject({ status: 200, excerpt: 'x'.repeat(100) });
  });

  it('that drips is not waited for: what came in a second is shown', async () => {
    const drip: RequestListener = (_, response) => {
      const timer = setInterval(() => response.write('.'), 100);
      response.on('close', () => clearInterval(timer));
    };
    const { status, excerpt } = await to(drip, { excerptBytes: 1_000 });
    expect(status).toBe(200);
    expect(excerpt).toMatch(/^\.{1,30}$/);
  });

  it('that breaks off takes nothing from the status', async () => {
    const breaks: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    };
    await expect(to(breaks, { excerptBytes: 100 })).resolves.toMatchObject({ status: 200 });
  });

  it('that was compressed is not inflated', async () => {
    const bomb = brotliCompressSync(Buffer.alloc(10_000_000));
    const sends: RequestListener = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'br' }).end(bomb);
    await expect(to(sends, { excerptBytes: 1_000 })).resolves.toMatchObject({
      status: 200,
      excerpt: '',
    });
  });
});

describe('a server', () => {
  it.each([
    ['with headers without an end', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(1_000_000)}`],
    ['with a million small headers', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(1_000_000)}`],
    ['in another language', 'SSH-2.0-OpenSSH_9.2\r\n'],
    [
      'by changing the protocol',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: a\r\nconnection: upgrade\r\n\r\n',
    ],
  ])('that answers %s is unavailable', async (_, bytes) => {
    server = await startRawServer(bytes);
    await expect(send(server)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('that keeps promising to answer is given up in time', async () => {
    server = await startRawServer('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100));
    await expect(send(server, { timeoutMs: 100 })).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('that sends its headers letter by letter is given up in time', async () => {
    const drip: RequestListener = (_, { socket }) => {
      socket?.write('HTTP/1.1 200 OK\r\nx: ');
      const timer = setInterval(() => socket?.write('x'), 10);
      socket?.on('close', () => clearInterval(timer));
    };
    await expect(to(drip, { timeoutMs: 300 })).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('is not waited for by a worker that stops', async () => {
    const stopping = new AbortController();
    const sent = to(() => stopping.abort(new Error('the worker is stopping')), {
      signal: stopping.signal,
    });
    await expect(sent).rejects.toThrow('the worker is stopping');
  });
});
