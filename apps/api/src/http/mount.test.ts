import { once } from 'node:events';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@memo/testing';
import request from 'supertest';
import { createDemoApp, demoRoutes } from '../../test/demo-app.ts';
import { defineRoute } from './route.ts';

const app = createDemoApp();
const known = '/notes/0198c0de-0000-7000-8000-000000000001';

describe('a mounted route', () => {
  it.each(['/api/v1/mobile', '/api/v1/web'])('answers under %s', async (prefix) => {
    const response = await request(app).get(`${prefix}${known}`).auth('good', { type: 'bearer' });
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ title: 'Hello' });
  });

  it.each(['/api/v1/mobile/notes', '/api/v1/mobile/notes/'])(
    'answers %s, with and without a trailing slash',
    async (path) => {
      const created = await request(app)
        .post(path)
        .auth('good', { type: 'bearer' })
        .send({ title: 'Mine' });
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject({ title: 'Mine', author: 'user 42' });
    },
  );

  it('lives only under its own prefix when it names one', async () => {
    await request(app).get('/api/v1/crm/people').expect(200, { people: [] });
    await request(app).get('/api/v1/mobile/people').expect(404);
  });

  it('hands over the query as its schema made it', async () => {
    await request(app)
      .get('/api/v1/mobile/notes?page=3&search=hi')
      .auth('good', { type: 'bearer' })
      .expect(200, { page: 3, search: 'hi' });
  });

  it('sends no body when there is none to send', async () => {
    const response = await request(app)
      .delete(`/api/v1/mobile${known}`)
      .auth('good', { type: 'bearer' });
    expect(response.status).toBe(204);
    expect(response.text).toBe('');
  });

  it('asks who is calling before it looks at the input', async () => {
    await request(app).post('/api/v1/mobile/notes').send({}).expect(401);
  });

  it('wins over a parameter with its literal path, whatever the order of routes', async () => {
    const reversed = createDemoApp({ routes: demoRoutes.toReversed() });
    for (const ordered of [app, reversed]) {
      await request(ordered).post('/api/v1/mobile/notes/suggest-title').expect(200);
    }
  });

  it('cannot be declared twice', () => {
    expect(() => createDemoApp({ routes: [...demoRoutes, ...demoRoutes] })).toThrow(
      'Two routes answer',
    );
  });
});

describe('a known path with another method', () => {
  it('is a 405 that names the methods there are', async () => {
    const response = await request(app).put('/api/v1/mobile/notes/');
    expect(response.status).toBe(405);
    expect(response.body).toEqual({ detail: 'Method Not Allowed' });
    expect(response.get('Allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
  });

  it('is not mistaken for a parameter of another path', async () => {
    const response = await request(app).get('/api/v1/mobile/notes/suggest-title');
    expect(response.status).toBe(405);
    expect(response.get('Allow')).toBe('POST');
  });

  it('tells the methods to OPTIONS without a body', async () => {
    const response = await request(app).options('/api/v1/mobile/notes');
    expect(response.status).toBe(204);
    expect(response.get('Allow')).toContain('POST');
  });
});

it('a stream is let go when its client left before the first byte', async () => {
  const stream = new Readable({ read: () => undefined });
  const route = defineRoute({
    method: 'get',
    path: '/late',
    summary: 'A stream that comes too late',
    tags: [],
    auth: 'none',
    responses: {},
    handler: async ({ res }) => {
      asking.destroy();
      await once(res, 'close');
      return { status: 200, stream };
    },
  });
  const server = createDemoApp({ routes: [route] }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const asking = get({ host: '127.0.0.1', port, path: '/api/v1/mobile/late' });
  asking.on('error', () => undefined);
  try {
    await waitFor('the stream to be let go', () => stream.destroyed);
  } finally {
    server.close();
  }
});
