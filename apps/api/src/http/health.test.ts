import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@memo/logging';
import express from 'express';
import request from 'supertest';
import { createHealthRoutes, NotReady, type ReadinessCheck } from './health.ts';
import { mountRoutes } from './mount.ts';
import type { Route } from './route.ts';
import { captureLog } from '../../test/capture-log.ts';
import { createDemoApp, demoGate } from '../../test/demo-app.ts';

function createProbedApp(readiness: Record<string, ReadinessCheck>) {
  const { logger, line } = captureLog();
  const routes = createHealthRoutes({ version: '1.0.0', readiness, logger, checkTimeoutMs: 20 });
  const app = express().use(mountRoutes(routes, demoGate));
  return { app, line };
}

const works = () => Promise.resolve();

describe('/health', () => {
  it('is what the contract says, whatever the dependencies do', async () => {
    const app = createDemoApp({ readiness: { database: () => Promise.reject(new Error('away')) } });
    await request(app).get('/health').expect(200, { status: 'healthy', version: '1.0.0' });
  });
});

describe('/ready', () => {
  it('is 200 when every check passes', async () => {
    const { app } = createProbedApp({ database: works, storage: works });
    await request(app)
      .get('/ready')
      .expect(200, { status: 'ready', checks: { database: 'ok', storage: 'ok' } });
  });

  it('is 503 and names the check that fails, without its reason', async () => {
    const { app, line } = createProbedApp({
      database: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.3')),
      storage: works,
    });
    await request(app)
      .get('/ready')
      .expect(503, { status: 'not_ready', checks: { database: 'failed', storage: 'ok' } });
    expect(await line('not ready')).toMatchObject({ level: 'warn', check: 'database' });
  });

  it('tells in words what operators are to set right, also of what it can do without', async () => {
    const { logger } = captureLog();
    const refuse = (sentence: string) => () =>
      Promise.reject(new NotReady(sentence, new Error('10.0.0.3')));
    const routes = createHealthRoutes({
      version: '1.0.0',
      readiness: { storage: refuse('Check S3_ENDPOINT.') },
      advice: { redis: refuse('Check REDIS_URL.'), engine: works },
      logger,
    });
    const asked = request(express().use(mountRoutes(routes, demoGate))).get('/ready');
    await asked.expect(503, {
      status: 'not_ready',
      checks: { storage: 'failed' },
      details: { storage: 'Check S3_ENDPOINT.', redis: 'Check REDIS_URL.' },
    });
  });

  it('logs what it can do without once, until it changes', async () => {
    const { logger, line, lines } = captureLog();
    const told = () =>
      lines.filter(({ message }) => message === 'ready, and not as it should be').length;
    let sentence = 'Check REDIS_URL.';
    const routes = createHealthRoutes({
      version: '1.0.0',
      readiness: {},
      advice: { redis: () => Promise.reject(new NotReady(sentence)) },
      logger,
    });
    const app = express().use(mountRoutes(routes, demoGate));
    const ask = () => request(app).get('/ready').expect(200);
    await ask();
    await ask();
    sentence = 'Check it again.';
    await ask();
    logger.info('the end');
    await line('the end');
    expect(told()).toBe(2);
  });

  it('checks once for all who ask meanwhile, and anew for the next', async () => {
    const first = Promise.withResolvers<unknown>();
    let checked = 0;
    const database = () => {
      checked += 1;
      return checked === 1 ? first.promise : works();
    };
    const [, ready] = createHealthRoutes({
      version: '1.0.0',
      readiness: { database },
      logger: silentLogger,
    });
    const ask = async () => ready?.handler({} as Parameters<Route['handler']>[0]);
    const answers = [ask(), ask(), ask()];
    first.resolve(null);
    expect(await Promise.all(answers)).toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ status: 200 })),
    );
    expect(checked).toBe(1);
    await ask();
    expect(checked).toBe(2);
  });

  it('is 503 when a check throws at once', async () => {
    const { app } = createProbedApp({
      database: () => {
        throw new Error('no pool');
      },
    });
    await request(app)
      .get('/ready')
      .expect(503, { status: 'not_ready', checks: { database: 'failed' } });
  });

  it('is 503 when a check never ends', async () => {
    const { app, line } = createProbedApp({ database: () => new Promise(() => undefined) });
    await request(app)
      .get('/ready')
      .expect(503, { status: 'not_ready', checks: { database: 'failed' } });
    expect(await line('not ready')).toMatchObject({ error: { kind: 'timeout' } });
  });
});
