import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { silentLogger } from '@memo/logging';
import { startRedis, waitFor, type TestRedis } from '@memo/testing';
import { createRedis } from './lossy-connection.ts';

let server: TestRedis;

beforeEach(async () => {
  server = await startRedis();
});
afterEach(() => server.close());

it('a connection on which Redis went silent is given up, and made anew when Redis is back', async () => {
  const redis = createRedis(server.url, silentLogger);
  let closed = 0;
  redis.on('close', () => {
    closed += 1;
  });
  try {
    await waitFor('the connection', () => redis.status === 'ready');
    server.pause();
    try {
      await expect(redis.get('anything')).rejects.toThrow('Command timed out');
      await waitFor('the connection to be given up', () => closed > 0);
    } finally {
      server.resume();
    }
    await waitFor('Redis to be back', async () => {
      const answer = await redis.ping().catch(() => null);
      return answer === 'PONG';
    });
  } finally {
    redis.disconnect();
  }
});
