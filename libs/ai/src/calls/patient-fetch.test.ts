import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { runInThisContext } from 'node:vm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { patientFetch, patientPost } from './patient-fetch.ts';

let server: Server | undefined;

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  if (server?.listening) await once(server, 'close');
});

/** What fetch sends requests with; shared by all of Node's contexts. */
const dispatcherKey = Symbol.for('undici.globalDispatcher.1');
type Dispatcher = object & { constructor: new (options: { headersTimeout: number }) => Dispatcher };

describe('a call to a provider', () => {
  it('waits for an answer longer than fetch does', async () => {
    const waiting: (() => void)[] = [];
    const url = await serve((_request, response) => {
      waiting.push(() => response.end('"late"'));
    });
    await fetch('data:,');
    const main = runInThisContext('globalThis') as Record<symbol, Dispatcher>;
    const usual = main[dispatcherKey];
    if (usual === undefined) throw new Error('fetch keeps its dispatcher elsewhere');
    main[dispatcherKey] = new usual.constructor({ headersTimeout: 1 });
    try {
      const late = patientFetch(url);
      await expect(fetch(url)).rejects.toMatchObject({
        cause: { code: 'UND_ERR_HEADERS_TIMEOUT' },
      });
      for (const answer of waiting) answer();
      expect(await (await late).json()).toBe('late');
    } finally {
      main[dispatcherKey] = usual;
    }
  });

  it('says how long its body is, and passes on the form, the headers and the answer', async () => {
    const url = await serve((request, response) => {
      void buffer(request).then((body) => {
        const { 'content-length': length, 'content-type': type, authorization } = request.headers;
        response.writeHead(429, { 'retry-after': '7', 'x-list': ['a', 'b'] });
        response.end(
          JSON.stringify({ length: Number(length) === body.length, type, authorization }),
        );
      });
    });
    const form = new FormData();
    form.set('file', new File(['RIFF'], 'audio.wav', { type: 'audio/wav' }));
    const headers = { authorization: 'Bearer key' };
    const answer = await patientFetch(url, { method: 'POST', body: form, headers });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(answer.headers.get('x-list')).toBe('a, b');
    expect(await answer.json()).toEqual({
      length: true,
      type: expect.stringContaining('multipart/form-data; boundary='),
      ...headers,
    });
  });

  it('ends with its signal, also in the middle of an answer', async () => {
    const leave = new AbortController();
    const url = await serve((_request, response) => {
      response.write('{"half":');
      leave.abort(new Error('left'));
    });
    await expect(patientFetch(url, { signal: leave.signal })).rejects.toThrow('left');
  });

  it('whose answer breaks off has failed', async () => {
    const url = await serve((request, response) => {
      response.write('{"half":', () => request.socket.destroy());
    });
    await expect(patientFetch(url)).rejects.toThrow('fetch failed');
  });

  it('takes its key to no other address', async () => {
    const asked: unknown[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect((await patientFetch(url, { method: 'POST', body: '{}' })).status).toBe(307);
    expect(asked).toEqual(['/']);
  });
});

describe('a body that is read as it is sent', () => {
  const megabyte = Buffer.alloc(1_000_000, 'x');
  const post = (url: string, chunks: Iterable<Buffer>, signal = new AbortController().signal) =>
    patientPost(url, { headers: {}, body: Readable.from(chunks), length: 20_000_000, signal });

  it('arrives whole, with its length', async () => {
    const url = await serve((request, response) => {
      void buffer(request).then((body) => {
        response.end(JSON.stringify([request.headers['content-length'], body.length]));
      });
    });
    const answer = await post(url, Array<Buffer>(20).fill(megabyte));
    expect(await answer.json()).toEqual(['20000000', 20_000_000]);
  });

  it('is not read to its end for a server that has answered before', async () => {
    let read = 0;
    const url = await serve((_request, response) => {
      response.writeHead(401).end('{}');
    });
    const endless = (function* () {
      for (;;) {
        read += 1;
        yield megabyte;
        if (read > 1_000) throw new Error('read to its end');
      }
    })();
    expect((await post(url, endless)).status).toBe(401);
    expect(read).toBeLessThan(1_000);
  });

  it('that fails to be read is a call that failed, and one that is left ends with its reason', async () => {
    const leave = new AbortController();
    const url = await serve(() => undefined);
    const broken = (function* () {
      yield megabyte;
      throw new Error('the disk is gone');
    })();
    await expect(post(url, broken)).rejects.toThrow('fetch failed');
    const left = post(url, [megabyte], leave.signal);
    leave.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
  });
});
