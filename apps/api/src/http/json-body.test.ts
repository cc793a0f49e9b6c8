import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@memo/logging';
import express from 'express';
import request from 'supertest';
import { createDemoApp } from '../../test/demo-app.ts';
import { createErrorAnswer } from './errors.ts';
import { jsonReader } from './json-body.ts';

const app = createDemoApp();

const post = (body: string, contentType = 'application/json') =>
  request(app)
    .post('/api/v1/mobile/notes')
    .auth('good', { type: 'bearer' })
    .set('Content-Type', contentType)
    .send(body);

describe('a body', () => {
  it.each(['{"title":', ' ', "'a'", 'undefined', 'NaN', '{"title":"a"} trailing'])(
    'that is not JSON is a 400: %s',
    async (body) => {
      await post(body).expect(400, { detail: 'The body is not valid JSON.' });
    },
  );

  it.each(['null', '5', '"text"', 'true', '[]', ' \n null'])(
    'that is JSON and no object is a 422: %s',
    async (body) => {
      const response = await post(body);
      expect([response.status, response.body]).toMatchObject([
        422,
        { detail: [{ loc: ['body'] }] },
      ]);
    },
  );

  it('over 1 MB is a 413', async () => {
    const response = await post(JSON.stringify({ title: 'a'.repeat(1_100_000) }));
    expect(response.status).toBe(413);
    expect(response.body).toEqual({ detail: expect.stringContaining('1 MB') });
  });

  it('in another charset is a 415', async () => {
    const response = await post('{}', 'application/json; charset=latin1');
    expect(response.status).toBe(415);
    expect(response.body).toEqual({ detail: expect.stringContaining('UTF-8') });
  });

  it.each(['gzip', 'deflate', 'br', 'rar', 'GZIP', 'identity, br'])(
    'compressed with %s is a 415 that says how to send it, and is not unpacked',
    async (encoding) => {
      const response = await post('not compressed at all').set('Content-Encoding', encoding);
      expect(response.status).toBe(415);
      expect(response.body).toEqual({
        detail: expect.stringContaining('without Content-Encoding'),
      });
    },
  );

  it('of somebody unknown is not unpacked either', async () => {
    await request(app)
      .post('/api/v1/mobile/notes/suggest-title')
      .set('Content-Encoding', 'br')
      .type('json')
      .send(brotliCompressSync('{}').toString('latin1'))
      .expect(415);
  });

  it('that says it is not compressed is read', async () => {
    await post('{"title":"a"}').set('Content-Encoding', 'identity').expect(201);
  });

  it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded'])(
    'that is %s is a 422 that asks for JSON',
    async (contentType) => {
      const response = await post('{"title":"a"}', contentType);
      expect(response.status).toBe(422);
      expect(response.body).toMatchObject({
        detail: [{ loc: ['body'], msg: expect.stringContaining('application/json') }],
      });
    },
  );

  it('that is not there is a 422', async () => {
    const response = await request(app)
      .post('/api/v1/mobile/notes')
      .auth('good', { type: 'bearer' });
    expect(response.status).toBe(422);
    expect(response.body).toMatchObject({ detail: [{ loc: ['body'], msg: 'field required' }] });
  });

  it.each(['not json', JSON.stringify({ title: 'a'.repeat(1_100_000) })])(
    'of somebody unknown is not looked at',
    async (body) => {
      await post(body).auth('bad', { type: 'bearer' }).expect(401);
    },
  );

  it.each(['not json', JSON.stringify({ title: 'a'.repeat(1_100_000) })])(
    'of who may not send one is not looked at',
    async (body) => {
      await post(body).auth('looking', { type: 'bearer' }).expect(403);
    },
  );

  it('is not looked at where none is asked for', async () => {
    await request(app)
      .get('/api/v1/mobile/notes?search=x')
      .auth('good', { type: 'bearer' })
      .set('Content-Type', 'application/json')
      .send('{"half":')
      .expect(200);
  });

  it('nested a hundred thousand levels deep is answered like any other', async () => {
    const depth = 100_000;
    const response = await post(`{"title":"a","labels":${'['.repeat(depth)}${']'.repeat(depth)}}`);
    expect(response.status).toBe(422);
  });
});

/** A server that reads JSON and says what it read, with a window that is over soon. */
async function startReader(): Promise<{ url: string; close: () => void }> {
  const readJson = jsonReader({ pace: { windowMs: 40, bytes: 1_000 } });
  const reader = express().post('/', async (req, res) => {
    try {
      res.json(await readJson(req, res));
    } catch (error) {
      createErrorAnswer(silentLogger)(error, req, res);
    }
  });
  const server = reader.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('a body that comes a byte at a time', () => {
  it('is not waited for, and its sender is told', async () => {
    const reader = await startReader();
    const client = httpRequest(reader.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 100_000 },
    });
    const typing = setInterval(() => client.write(' '), 5);
    try {
      const [answer] = (await once(client, 'response')) as [IncomingMessage];
      expect(answer.statusCode).toBe(408);
      expect(await text(answer)).toContain('too slowly');
    } finally {
      clearInterval(typing);
      client.destroy();
      reader.close();
    }
  });

  it('is read where it keeps up', async () => {
    const reader = await startReader();
    try {
      const body = { text: 'a'.repeat(200_000) };
      const answer = await fetch(reader.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(await answer.json()).toEqual(body);
    } finally {
      reader.close();
    }
  });
});
