import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { AppError, type ErrorKind } from '@memo/errors';
import { afterAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Route } from './route.ts';
import { captureLog } from '../../test/capture-log.ts';
import { createDemoApp, routeThat } from '../../test/demo-app.ts';

const path = '/api/v1/mobile/tried';

async function answerOf(handler: Route['handler']) {
  const log = captureLog();
  const app = createDemoApp({ logger: log.logger, routes: [routeThat(handler)] });
  const response = await request(app).get(path).auth('good', { type: 'bearer' });
  return { response, log };
}

const failWith = (error: Error) =>
  answerOf(() => {
    throw error;
  });

describe('an error of our own making', () => {
  it.each<[ErrorKind, number]>([
    ['invalid_input', 400],
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not_found', 404],
    ['conflict', 409],
    ['gone', 410],
    ['too_large', 413],
    ['rate_limited', 429],
  ])('of the kind %s is a %i with the message for the person', async (kind, status) => {
    const { response, log } = await failWith(new AppError(kind, 'Do this instead.'));
    expect(response.status).toBe(status);
    expect(response.body).toEqual({ detail: 'Do this instead.' });
    expect(log.lines.filter((line) => line.level === 'error')).toEqual([]);
  });

  it.each<[ErrorKind, number]>([
    ['misconfigured', 500],
    ['internal', 500],
    ['unavailable', 503],
    ['timeout', 504],
  ])('of the kind %s is a %i that says nothing about our side', async (kind, status) => {
    const { response } = await failWith(new AppError(kind, 'bucket memo-eu at 10.0.0.3'));
    expect(response.status).toBe(status);
    expect(response.body).toEqual({ detail: expect.any(String) });
    expect(response.text).not.toMatch(/memo-eu|10\.0\.0\.3/);
  });

  it('names the scheme a 401 asks for', async () => {
    const { response } = await failWith(new AppError('unauthenticated', 'Sign in.'));
    expect(response.get('WWW-Authenticate')).toBe('Bearer');
  });

  it.each(['rate_limited', 'unavailable'] as const)(
    'of the kind %s says when to retry',
    async (kind) => {
      const { response } = await failWith(new AppError(kind, 'Busy.', { retryAfterMs: 1_200 }));
      expect(response.get('Retry-After')).toBe('2');
    },
  );
});

describe('an error nobody expected', () => {
  it('leaks nothing, and is logged once with its request, user and stack', async () => {
    const broken = Object.assign(new Error('SELECT hush FROM users'), { status: 404 });
    const { response, log } = await failWith(broken);
    expect(response.status).toBe(500);
    expect(response.body).toEqual({ detail: expect.stringContaining('X-Request-Id') });
    expect(response.text).not.toContain('hush');

    await log.line('request');
    const errors = log.lines.filter((line) => line.level === 'error');
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'request failed',
        requestId: response.get('X-Request-Id'),
        route: `GET ${path}`,
        userId: 42,
        error: expect.objectContaining({
          message: 'SELECT hush FROM users',
          stack: expect.stringContaining('errors.test.ts'),
        }),
      }),
    ]);
  });

  it('is caught after an await too', async () => {
    const { response } = await answerOf(async () => {
      await setImmediate();
      throw new Error('late');
    });
    expect(response.status).toBe(500);
  });

  it('cuts a response that has already begun, so that nobody takes it for whole', async () => {
    const interrupted = answerOf(({ res }) => {
      res.status(200).write('half');
      throw new Error('disk gone');
    });
    await expect(interrupted).rejects.toThrow('aborted');
  });
});

describe('a client that hung up', () => {
  const log = captureLog();
  const route = routeThat(async ({ req, res }) => {
    req.socket.destroy();
    await once(res, 'close');
    throw Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
  });
  const server = createServer(createDemoApp({ logger: log.logger, routes: [route] }));
  afterAll(() => {
    server.close();
  });

  it('is no error of ours', async () => {
    server.listen(0);
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port);
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: memo\r\nAuthorization: Bearer good\r\nX-Request-Id: r1\r\n\r\n`,
    );
    await once(socket, 'close');
    expect(await log.line('the client went away')).toMatchObject({ level: 'info' });
    expect(await log.line('request')).toMatchObject({ requestId: 'r1', aborted: true });
  });
});

describe('what no route answers', () => {
  const app = createDemoApp();

  it('is a 404 in the form of the contract', async () => {
    await request(app).get('/nowhere').expect(404, { detail: 'Not Found' });
  });

  it('is a 400 when the path cannot be decoded', async () => {
    const response = await request(app).get('/api/v1/mobile/notes/%E0%A4%A');
    expect(response.status).toBe(400);
    expect(response.body).toEqual({ detail: expect.stringContaining('percent-encoding') });
  });
});
