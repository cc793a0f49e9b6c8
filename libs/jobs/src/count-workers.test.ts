import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@memo/logging';
import { startRedis, type TestRedis } from '@memo/testing';
import { Queue } from 'bullmq';
import { countWorkers } from './count-workers.ts';
import { createJobProducer, type JobProducer } from './producer.ts';

let redis: TestRedis;
let producer: JobProducer;

beforeAll(async () => {
  redis = await startRedis();
  producer = createJobProducer({ redisUrl: redis.url, logger: silentLogger });
});

afterAll(async () => {
  await producer.close();
  await redis.close();
});

describe('counting workers', () => {
  it('claims nothing of a Redis that keeps its clients to itself', async () => {
    const silent = new Queue('analytics', { connection: { url: redis.url } });
    silent.getWorkers = () => Promise.resolve([{ name: 'GCP does not support client list' }]);
    const queues = { analytics: silent, transcription: silent, 'dashboard-sync': silent };
    expect((await countWorkers(queues)).analytics).toBeNull();
    await silent.close();
  });

  it('is refused in bounded time while Redis is away', async () => {
    await producer.workers();
    redis.pause();
    const asked = [producer.workers(), producer.jobCounts(), producer.ping()];
    const answers = await Promise.allSettled(asked).finally(() => redis.resume());
    expect(answers).toMatchObject(asked.map(() => ({ reason: { kind: 'unavailable' } })));
  });
});
