import { describe, expect, it } from '@jest/globals';
import { logContext } from '@memo/logging';
import request from 'supertest';
import { captureLog } from '../../test/capture-log.ts';
import { createDemoApp, routeThat } from '../../test/demo-app.ts';

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the request id', () => {
  const app = createDemoApp();

  it('of the caller is kept', async () => {
    const response = await request(app).get('/health').set('X-Request-Id', 'trace-1:a.b');
    expect(response.get('X-Request-Id')).toBe('trace-1:a.b');
  });

  it.each(['', 'a b', 'a"b', 'a'.repeat(65), '{"level":"error"}'])(
    'is ours when the caller sends %j',
    async (id) => {
      const response = await request(app).get('/health').set('X-Request-Id', id);
      expect(response.get('X-Request-Id')).toMatch(uuidV7);
    },
  );

  it('is on errors too', async () => {
    const response = await request(app).get('/nowhere');
    expect(response.get('X-Request-Id')).toMatch(uuidV7);
  });

  it('is in the log context of a handler, with route and caller', async () => {
    const route = routeThat(() => ({ status: 200, body: logContext() }));
    const response = await request(createDemoApp({ routes: [route] }))
      .get('/api/v1/web/tried')
      .auth('good', { type: 'bearer' })
      .set('X-Request-Id', 'r1');
    expect(response.body).toEqual({
      requestId: 'r1',
      route: 'GET /api/v1/web/tried',
      userId: 42,
      workspaceId: 'w1',
    });
  });
});

describe('the access log', () => {
  it('has one line a request, with the route instead of the path', async () => {
    const { logger, line, lines } = captureLog();
    await request(createDemoApp({ logger }))
      .get('/api/v1/mobile/notes?search=secret')
      .auth('good', { type: 'bearer' })
      .set('X-Request-Id', 'r1');
    expect(await line('request')).toEqual({
      timestamp: expect.any(String),
      level: 'info',
      service: 'api',
      message: 'request',
      requestId: 'r1',
      route: 'GET /api/v1/mobile/notes',
      userId: 42,
      workspaceId: 'w1',
      method: 'GET',
      status: 200,
      ms: expect.any(Number),
    });
    expect(lines).toHaveLength(1);
  });

  it('shows the path where there is no route', async () => {
    const { logger, line } = captureLog();
    await request(createDemoApp({ logger })).get('/nowhere?q=x');
    expect(await line('request')).toMatchObject({ path: '/nowhere', status: 404 });
  });

  it('is silent about probes', async () => {
    const { logger, line, lines } = captureLog();
    const app = createDemoApp({ logger });
    await request(app).get('/health');
    await request(app).get('/ready');
    await request(app).get('/nowhere');
    await line('request');
    expect(lines.filter(({ message }) => message === 'request')).toHaveLength(1);
  });
});

it('a response says neither what serves it nor lets a browser guess its type', async () => {
  const response = await request(createDemoApp()).get('/health');
  expect(response.get('X-Powered-By')).toBeUndefined();
  expect(response.get('X-Content-Type-Options')).toBe('nosniff');
});
