import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createRedis } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { startRedis, waitFor, type TestRedis } from '@memo/testing';
import type { Redis } from 'ioredis';
import request from 'supertest';
import { z } from 'zod';
import { createDemoApp } from '../../test/demo-app.ts';
import { createRateLimits } from './rate-limits.ts';
import { defineRoute } from './route.ts';

const signIn = defineRoute({
  method: 'post',
  path: '/auth/login',
  idempotency: { needless: 'a test' },
  summary: 'Sign in',
  tags: ['Notes'],
  auth: 'none',
  responses: { 200: { description: 'Signed in' } },
  handler: () => ({ status: 200, body: {} }),
});
/** Of many who share an address. */
const refreshing = defineRoute({
  method: 'post',
  path: '/auth/refresh',
  idempotency: { needless: 'a test' },
  summary: 'Go on',
  tags: ['Notes'],
  auth: 'none',
  sharesAddress: true,
  body: z.object({ session: z.string() }),
  responses: { 200: { description: 'Goes on' } },
  handler: async ({ body, count }) => {
    await count(body.session);
    return { status: 200, body: {} };
  },
});
const secret = defineRoute({
  method: 'get',
  path: '/secret',
  summary: 'Secret',
  tags: ['Notes'],
  auth: 'bearer',
  allow: 'meeting.read',
  responses: { 200: { description: 'Told' } },
  handler: () => ({ status: 200, body: {} }),
});
const open = defineRoute({
  method: 'get',
  path: '/open',
  summary: 'Open',
  tags: ['Notes'],
  auth: 'none',
  responses: { 200: { description: 'Open' } },
  handler: () => ({ status: 200, body: {} }),
});

let server: TestRedis;
let connections: Redis[];

beforeEach(async () => {
  connections = [];
  server = await startRedis();
});
afterEach(async () => {
  for (const connection of connections) connection.disconnect();
  await server.close();
});

/** The API as one process runs it: its own connection, its own memory. */
async function startProcess(
  { trustProxy }: { trustProxy: false | number } = { trustProxy: false },
) {
  const redis = createRedis(server.url, silentLogger);
  connections.push(redis);
  await waitFor('the connection', () => redis.status === 'ready');
  const rateLimits = createRateLimits({
    redis,
    anonymousPerMinute: 2,
    userPerMinute: 3,
    authPerMinute: 1,
    authAddressPerMinute: 4,
    secret: 'a secret',
    logger: silentLogger,
  });
  const routes = [signIn, refreshing, secret, open];
  const app = createDemoApp({ rateLimits, routes, http: { trustProxy } });
  return {
    open: (forwardedFor = '') =>
      request(app).get('/api/v1/mobile/open').set('X-Forwarded-For', forwardedFor),
    secret: (token: string) =>
      request(app).get('/api/v1/mobile/secret').auth(token, { type: 'bearer' }),
    signIn: () => request(app).post('/api/v1/mobile/auth/login'),
    refresh: (session: string) =>
      request(app).post('/api/v1/mobile/auth/refresh').send({ session }),
    get: (path: string) => request(app).get(path),
  };
}

describe('a rate limit', () => {
  it('says where the caller stands, and when to come back', async () => {
    const api = await startProcess();
    const first = await api.open().expect(200);
    expect(first.headers).toMatchObject({ 'ratelimit-limit': '2', 'ratelimit-remaining': '1' });
    expect(Number(first.get('RateLimit-Reset'))).toBeGreaterThan(0);
    expect(Number(first.get('RateLimit-Reset'))).toBeLessThanOrEqual(60);
    await api.open().expect(200);

    const refused = await api.open().expect(429);
    expect(refused.body).toEqual({
      detail: expect.stringMatching(/^Too many requests\. .*seconds/),
    });
    expect(refused.headers).toMatchObject({ 'ratelimit-limit': '2', 'ratelimit-remaining': '0' });
    expect(refused.get('Retry-After')).toBe(refused.get('RateLimit-Reset'));
  });

  it('is one for all processes', async () => {
    const [first, second] = [await startProcess(), await startProcess()];
    const answers = await Promise.all(
      [first, second, first, second, first, second].map((api) => api.open()),
    );
    const allowed = answers.filter(({ status }) => status === 200);
    expect(allowed).toHaveLength(2);
    await second.open().expect(429);
  });

  it('counts signed-in requests by user, not by address', async () => {
    const api = await startProcess();
    await api.open();
    await api.open();
    await api.open().expect(429);
    const answer = await api.secret('good').expect(200);
    expect(answer.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '2' });
  });

  it('counts a token that is none as anonymous', async () => {
    const api = await startProcess();
    const refused = await api.secret('guess 1').expect(401);
    expect(refused.get('RateLimit-Limit')).toBe('2');
    await api.secret('guess 2').expect(401);
    await api.secret('guess 3').expect(429);
    await api.open().expect(429);
    await api.secret('good').expect(200);
  });

  it('is a stricter one for signing in, counted apart', async () => {
    const api = await startProcess();
    const answer = await api.signIn().expect(200);
    expect(answer.get('RateLimit-Limit')).toBe('1');
    await api.signIn().expect(429);
    await api.open().expect(200);
  });

  it('is counted by what the request is about where many share an address, and for all of them more widely', async () => {
    const api = await startProcess();
    expect((await api.refresh('one').expect(200)).get('RateLimit-Limit')).toBe('1');
    await api.refresh('one').expect(429);
    await api.refresh('two').expect(200);
    await api.refresh('three').expect(200);
    expect((await api.refresh('four').expect(429)).get('RateLimit-Limit')).toBe('4');
  });

  it('is counted under a key that tells nobody whose it is', async () => {
    const api = await startProcess({ trustProxy: 1 });
    const address = '203.0.113.77';
    await api.open(address).expect(200);
    const keys = await connections[0]?.keys('rate-limit:anonymous:*');
    expect(keys).toHaveLength(1);
    const key = keys?.[0] ?? '';
    for (const known of [address, createHash('sha256').update(address).digest('hex')]) {
      expect(key).not.toContain(known);
    }
    await api.open(address).expect(200);
    expect(await connections[0]?.get(key)).toBe('2');
  });

  it('takes back what turned out to be none of its kind', async () => {
    const redis = createRedis(server.url, silentLogger);
    connections.push(redis);
    await waitFor('the connection', () => redis.status === 'ready');
    const limits = createRateLimits({
      ...{ redis, logger: silentLogger, anonymousPerMinute: 1, userPerMinute: 1 },
      ...{ authPerMinute: 1, authAddressPerMinute: 1, secret: 'a secret' },
    });
    expect(await limits.take('user', '1')).toMatchObject({ allowed: true });
    await limits.giveBack('user', '1');
    expect(await limits.take('user', '1')).toMatchObject({ allowed: true });
    expect(await limits.take('user', '1')).toMatchObject({ allowed: false });
  });

  it.each(['/health', '/ready', '/docs', '/openapi.json'])('does not hold for %s', async (path) => {
    const api = await startProcess();
    for (let asked = 0; asked < 4; asked += 1) {
      const answer = await api.get(path).expect(200);
      expect(answer.get('RateLimit-Limit')).toBeUndefined();
    }
  });
});

describe('a forwarding header', () => {
  it('gives nobody a new limit while no proxy is trusted', async () => {
    const api = await startProcess();
    await api.open('203.0.113.1');
    await api.open('203.0.113.2');
    await api.open('203.0.113.3').expect(429);
  });

  it('of a trusted proxy tells clients apart, by what the proxy itself wrote', async () => {
    const api = await startProcess({ trustProxy: 1 });
    await api.open('203.0.113.1');
    await api.open('203.0.113.1');
    await api.open('203.0.113.1').expect(429);
    await api.open('203.0.113.2').expect(200);
    // The client's own words come before the proxy's.
    await api.open('198.51.100.7, 203.0.113.1').expect(429);
  });

  it('tells IPv6 clients apart by their /64', async () => {
    const api = await startProcess({ trustProxy: 1 });
    await api.open('2001:db8::1');
    await api.open('2001:db8::2');
    await api.open('2001:db8::3').expect(429);
    await api.open('2001:db8:0:1::1').expect(200);
  });
});

describe('while Redis is away', () => {
  it('each process limits alone, and they share again when it is back', async () => {
    const [first, second] = [await startProcess(), await startProcess()];
    server.pause();
    try {
      for (const api of [first, second]) {
        await api.open().expect(200);
        await api.open().expect(200);
        const refused = await api.open().expect(429);
        expect(refused.get('RateLimit-Remaining')).toBe('0');
      }
    } finally {
      server.resume();
    }
    // What Redis counts is still there, so it takes at most the shared limit until it says no again.
    await waitFor('the user to be counted together', async () => {
      await first.secret('good');
      const answer = await second.secret('good');
      return answer.status === 429;
    });
    await first.secret('good').expect(429);
  });

  it('a Redis that was never there stops nobody', async () => {
    await server.close();
    const redis = createRedis(server.url, silentLogger);
    connections.push(redis);
    const limits = createRateLimits({
      redis,
      anonymousPerMinute: 1,
      userPerMinute: 1,
      authPerMinute: 1,
      authAddressPerMinute: 4,
      secret: 'a secret',
      logger: silentLogger,
    });
    expect(await limits.take('user', '1')).toMatchObject({ allowed: true, remaining: 0 });
    expect(await limits.take('user', '1')).toMatchObject({ allowed: false, remaining: 0 });
  });
});
