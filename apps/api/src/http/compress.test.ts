import { once } from 'node:events';
import { get, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@memo/testing';
import { createDemoApp } from '../../test/demo-app.ts';
import { defineRoute, type Reply, type Route } from './route.ts';

const notes = Array.from({ length: 500 }, (_, at) => ({ id: at, text: `Note ${at}` }));
const text = JSON.stringify({ notes });

let replies: Record<string, () => Reply>;
let server: Server;
let port: number;

const route = (path: string): Route =>
  defineRoute({
    method: 'get',
    path,
    summary: 'Answers what the test says',
    tags: ['Notes'],
    auth: 'none',
    responses: { 200: { description: 'It' } },
    handler: () => (replies[path] ?? notThere)(),
  });

const notThere = () => ({ status: 500 });
const shown = { 'Cache-Control': 'private, no-cache' };

beforeAll(async () => {
  replies = {};
  server = createDemoApp({ routes: ['/notes', '/stream'].map(route) }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

type Headers = Record<string, string>;

const ask = (path: string, headers: Headers = {}, method = 'GET') => {
  const asking = request({ port, path: `/api/v1/mobile${path}`, headers, method });
  asking.end();
  return once(asking, 'response').then(([answer]) => answer as IncomingMessage);
};

const decoders: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gunzipSync(bytes),
  br: (bytes) => brotliDecompressSync(bytes),
};

describe('an answer in JSON', () => {
  beforeAll(() => {
    replies['/notes'] = () => ({ status: 200, headers: shown, body: { notes } });
  });

  it.each([
    ['gzip', 'gzip'],
    ['br', 'br'],
    ['gzip, deflate, br', 'br'],
    ['gzip;q=1, br;q=0', 'gzip'],
  ])('is compressed as the client asks: %s', async (asked, encoding) => {
    const answer = await ask('/notes', { 'accept-encoding': asked });
    const bytes = await buffer(answer);
    expect(answer.headers).toMatchObject({ 'content-encoding': encoding, vary: 'Accept-Encoding' });
    expect(answer.headers).not.toHaveProperty('content-length');
    expect(decoders[encoding]?.(bytes).toString()).toBe(text);
    expect(bytes.length).toBeLessThan(text.length / 4);
  });

  it.each(['identity', 'rar', 'gzip;q=0'])('is sent as it is otherwise: %s', async (asked) => {
    const answer = await ask('/notes', { 'accept-encoding': asked });
    expect((await buffer(answer)).toString()).toBe(text);
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(answer.headers.vary).toBe('Accept-Encoding');
  });

  it.each(['gzip', 'br', 'identity'])(
    'has one weak ETag in all encodings, which is 304 in each: %s',
    async (asked) => {
      const { etag = '' } = (await ask('/notes')).headers;
      expect(etag).toMatch(/^W\/"[\w-]{43}"$/);
      const headers = { 'accept-encoding': asked, 'if-none-match': etag };
      expect((await ask('/notes', { 'accept-encoding': asked })).headers.etag).toBe(etag);
      // As fetch() sends it.
      for (const condition of [headers, { ...headers, 'cache-control': 'no-cache' }]) {
        const again = await ask('/notes', condition);
        expect([again.statusCode, again.headers.etag, again.headers.vary]).toEqual([
          304,
          etag,
          'Accept-Encoding',
        ]);
        expect(again.headers['cache-control']).toBe('private, no-cache');
        expect(await buffer(again)).toHaveLength(0);
      }
      const other = await ask('/notes', { ...headers, 'if-none-match': 'W/"other"' });
      expect(other.statusCode).toBe(200);
    },
  );

  it('has the same headers for HEAD, and no body', async () => {
    const answer = await ask('/notes', { 'accept-encoding': 'gzip' }, 'HEAD');
    expect([answer.statusCode, answer.headers.vary]).toEqual([200, 'Accept-Encoding']);
    expect(await buffer(answer)).toHaveLength(0);
  });
});

describe('a stream', () => {
  const reply = (type: string, headers: Headers = shown) => {
    replies['/stream'] = () => ({
      status: 200,
      headers: { ...headers, 'Content-Type': type },
      stream: Readable.from([Buffer.from(text)]),
    });
  };

  it.each([
    'application/json; charset=utf-8',
    'text/plain; charset=utf-8',
    'text/markdown; charset=utf-8',
    'text/vtt; charset=utf-8',
    'application/x-subrip; charset=utf-8',
  ])('of text is compressed: %s', async (type) => {
    reply(type);
    const answer = await ask('/stream', { 'accept-encoding': 'gzip' });
    expect(gunzipSync(await buffer(answer)).toString()).toBe(text);
    expect(answer.headers['content-type']).toBe(type);
  });

  it.each([
    'text/event-stream',
    'audio/mpeg',
    'audio/wav',
    'audio/mp4',
    'application/pdf',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ])(
    'of what is compressed already, or must not be held back, is sent as it is: %s',
    async (type) => {
      reply(type);
      const answer = await ask('/stream', { 'accept-encoding': 'gzip, br' });
      expect(answer.headers).not.toHaveProperty('content-encoding');
      expect((await buffer(answer)).toString()).toBe(text);
    },
  );

  it('of what no cache may have is sent as it is: a secret may stand in it', async () => {
    reply('application/json', { 'Cache-Control': 'no-store' });
    const answer = await ask('/stream', { 'accept-encoding': 'gzip, br' });
    expect(answer.headers).not.toHaveProperty('content-encoding');
    await buffer(answer);
  });

  it('of events brings each one as it is written', async () => {
    const events = new Readable({ read: () => undefined });
    replies['/stream'] = () => ({
      status: 200,
      headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
      stream: events,
    });
    const asked = ask('/stream', { 'accept-encoding': 'gzip, br' });
    for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
      events.push(event);
      const [chunk] = (await once(await asked, 'data')) as [Buffer];
      expect(chunk.toString()).toBe(event);
    }
    (await asked).destroy();
  });

  it('of text begins to arrive before it ends', async () => {
    let arrived = false;
    async function* lines(): AsyncGenerator<string> {
      for (let line = 0; !arrived; line += 1) {
        yield `${line} ${Math.sin(line)}\n`;
        await new Promise(setImmediate);
      }
    }
    replies['/stream'] = () => ({
      status: 200,
      headers: { ...shown, 'Content-Type': 'text/plain' },
      stream: Readable.from(lines()),
    });
    const answer = await ask('/stream', { 'accept-encoding': 'gzip' });
    answer.once('data', () => (arrived = true));
    expect(gunzipSync(await buffer(answer)).toString()).toMatch(/^0 0\n/);
  });

  it('is not read ahead of a client that does not read, and is let go when it leaves', async () => {
    let made = 0;
    const piece = Buffer.alloc(65_536);
    const endless = new Readable({
      read() {
        made += 1;
        // Random bytes do not become fewer.
        this.push(Buffer.from(crypto.getRandomValues(piece)));
      },
    });
    replies['/stream'] = () => ({
      status: 200,
      headers: { ...shown, 'Content-Type': 'text/plain' },
      stream: endless,
    });
    const asking = get({
      port,
      path: '/api/v1/mobile/stream',
      headers: { 'accept-encoding': 'gzip' },
    });
    asking.on('error', () => undefined);
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    answer.pause();
    let before = -1;
    await waitFor('the source to be left alone', () => {
      const still = made === before;
      before = made;
      return still;
    });
    // The system's buffers of a local connection hold some megabytes.
    expect(made * piece.length).toBeLessThan(32_000_000);
    asking.destroy();
    await waitFor('the source to be let go', () => endless.destroyed);
  });
});
