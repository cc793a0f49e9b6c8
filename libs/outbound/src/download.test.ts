import type { RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@memo/testing';
import { startRawServer, startServer, type TestServer } from '../test/server.ts';
import { createDownload, createGuard } from './index.ts';

const never = new AbortController().signal;
const refused = { kind: 'invalid_input', code: 'download_refused' };

let server: TestServer | undefined;

afterEach(() => server?.close());

interface Way {
  maxBytes?: number;
  timeoutMs?: number;
  idleMs?: number;
  signal?: AbortSignal;
}

function get({ port }: TestServer, { signal = never, ...bounds }: Way = {}) {
  const download = createDownload({
    reach: createGuard({ allow: ['127.0.0.1'] }),
    maxBytes: 10_000_000,
    timeoutMs: 20_000,
    idleMs: 20_000,
    ...bounds,
  });
  return download({ url: `http://127.0.0.1:${port}/`, signal });
}

async function from(answer: RequestListener, way?: Way) {
  server = await startServer(answer);
  return get(server, way);
}

async function whole(answer: RequestListener, way?: Way): Promise<Buffer> {
  const { body } = await from(answer, way);
  return buffer(body);
}

/** Never ends by itself; `left` is called when the client has left. */
const endless =
  (left: () => void = () => undefined): RequestListener =>
  (_, response) => {
    const more = () => {
      while (response.write(Buffer.alloc(65_536)));
    };
    response.on('drain', more);
    response.on('close', left);
    more();
  };

describe('a download', () => {
  it('is what the server sent, byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 256));
    const { url, contentType, contentLength, body } = await from((_, response) => {
      response.writeHead(200, { 'content-type': 'audio/flac', 'content-length': bytes.length });
      response.end(bytes);
    });
    expect({ url, contentType, contentLength }).toEqual({
      url: `http://127.0.0.1:${server?.port}/`,
      contentType: 'audio/flac',
      contentLength: 300_000,
    });
    expect((await buffer(body)).equals(bytes)).toBe(true);
  });

  it('may be read slowly: only a silent server is given up', async () => {
    const { body } = await from((_, response) => response.end(Buffer.alloc(1_000_000)), {
      idleMs: 500,
    });
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (bytes === 0) await wait(1_500);
      bytes += chunk.length;
    }
    expect(bytes).toBe(1_000_000);
  });

  it('that its reader leaves lets go of the connection', async () => {
    let left = false;
    const { body } = await from(endless(() => void (left = true)));
    body.destroy();
    await waitFor('the connection to end', () => left);
  });
});

describe('a body', () => {
  it('without an end fails at the limit', async () => {
    const { body } = await from(endless(), { maxBytes: 1_000_000 });
    await expect(buffer(body)).rejects.toMatchObject({ kind: 'too_large' });
  });

  it.each([
    ['to the last byte', 100],
    ['without a byte', 0],
  ])('may be as large as is taken, %s', async (_, bytes) => {
    const sends: RequestListener = (_request, response) => response.end(Buffer.alloc(bytes));
    await expect(whole(sends, { maxBytes: bytes })).resolves.toHaveLength(bytes);
  });

  it('that says it is too large is not begun', async () => {
    const large: RequestListener = (_, response) =>
      response.writeHead(200, { 'content-length': '101' }).end(Buffer.alloc(101));
    await expect(from(large, { maxBytes: 100 })).rejects.toMatchObject({ kind: 'too_large' });
  });

  it('that drips fails when its time is over', async () => {
    const drip: RequestListener = (_, response) => {
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    };
    await expect(whole(drip, { timeoutMs: 500 })).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('that stops coming fails soon', async () => {
    const stops: RequestListener = (_, response) => void response.write('half');
    await expect(whole(stops, { idleMs: 1_000 })).rejects.toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining('stopped sending'),
    });
  });

  it.each([
    ['of a known length', { 'content-length': '100' }],
    ['in chunks', {}],
  ])('that breaks off is not taken for whole: one %s', async (_, headers) => {
    const { body } = await from((_request, response) => {
      response.writeHead(200, headers);
      response.write('half', () => response.destroy());
    });
    await expect(buffer(body)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('ends with the reason of the signal that stops it', async () => {
    const stopping = new AbortController();
    const { body } = await from(endless(), { signal: stopping.signal });
    stopping.abort(new Error('the worker is stopping'));
    await expect(buffer(body)).rejects.toThrow('the worker is stopping');
  });

  it.each(['gzip', 'br', 'deflate', 'x-unheard-of'])(
    'that was compressed with %s is refused, not inflated',
    async (encoding) => {
      const bomb = gzipSync(Buffer.alloc(10_000_000));
      const sends: RequestListener = (_, response) =>
        response.writeHead(200, { 'content-encoding': encoding }).end(bomb);
      await expect(from(sends)).rejects.toMatchObject(refused);
    },
  );
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('with %i leads to what is there', async (status) => {
    const { url, body } = await from((request, response) => {
      if (request.url === '/') response.writeHead(status, { location: '/there?a=1' }).end();
      else response.end(`${request.method} ${request.url}`);
    });
    expect(url).toBe(`http://127.0.0.1:${server?.port}/there?a=1`);
    expect((await buffer(body)).toString()).toBe('GET /there?a=1');
  });

  it.each([
    'http://127.0.0.2/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::ffff:127.0.0.1]/',
    '//10.0.0.1/',
    'file:///etc/passwd',
    'http://jane:secret@127.0.0.1/',
  ])('into a private network or another protocol is refused: %s', async (location) => {
    const redirects: RequestListener = (_, response) => response.writeHead(302, { location }).end();
    await expect(from(redirects)).rejects.toMatchObject({ code: 'address_refused' });
  });

  it('after redirect ends after five', async () => {
    let requests = 0;
    const redirects: RequestListener = (_, response) => {
      requests += 1;
      response.writeHead(302, { location: `/${requests}` }).end();
    };
    await expect(from(redirects)).rejects.toMatchObject(refused);
    expect(requests).toBe(6);
  });
});

describe('an answer without what was wanted', () => {
  it.each([
    [204, refused],
    [206, refused],
    [302, refused],
    [401, refused],
    [404, refused],
    [408, { kind: 'unavailable' }],
    [429, { kind: 'rate_limited', retryAfterMs: 7_000 }],
    [503, { kind: 'unavailable', retryAfterMs: 7_000 }],
  ])('of %i is an error that says whether to come again', async (status, expected) => {
    const answers: RequestListener = (_, response) =>
      response.writeHead(status, { 'retry-after': '7' }).end();
    await expect(from(answers)).rejects.toMatchObject(expected);
  });

  it('is one of a server that says nothing', async () => {
    server = await startRawServer('');
    await expect(get(server, { idleMs: 50 })).rejects.toMatchObject({ kind: 'timeout' });
  });
});
