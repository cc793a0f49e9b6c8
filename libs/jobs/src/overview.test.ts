import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@memo/logging';
import { startRedis, waitFor, type TestRedis } from '@memo/testing';
import { Queue, Worker } from 'bullmq';
import { readOverview } from './overview.ts';
import { createJobProducer, type JobProducer } from './producer.ts';

const payload = {
  stageRunId: '0197a1b2-0000-7000-8000-000000000001',
  meetingId: '0197a1b2-0000-7000-8000-000000000002',
};

let redis: TestRedis;
let producer: JobProducer;
let analytics: Queue;

beforeAll(async () => {
  redis = await startRedis();
  producer = createJobProducer({ redisUrl: redis.url, logger: silentLogger });
  analytics = new Queue('analytics', { connection: { url: redis.url } });
});

beforeEach(() => redis.client.flushall());

afterAll(async () => {
  await Promise.all([producer.close(), analytics.close()]);
  await redis.close();
});

describe('the overview', () => {
  it('is not fooled by a job that went ahead of the one that waits longest', async () => {
    await analytics.add('analyze', payload, { timestamp: Date.now() - 60_000 });
    await analytics.add('analyze', payload, { timestamp: Date.now() - 1_000, lifo: true });
    const overview = await producer.overview();
    expect(overview.analytics).toMatchObject({ waiting: 2, active: 0 });
    expect(overview.analytics.oldestWaitingSeconds).toBeGreaterThanOrEqual(60);
  });

  it('counts jobs with a priority among those that wait, and delayed ones apart', async () => {
    await analytics.add('analyze', payload, { priority: 5 });
    await analytics.add('analyze', payload, { delay: 60_000 });
    expect((await producer.overview()).analytics).toMatchObject({ waiting: 1, delayed: 1 });
  });

  it('does not claim to know the workers of a Redis that keeps its clients to itself', async () => {
    const silent = new Queue('analytics', { connection: { url: redis.url } });
    silent.getWorkers = () => Promise.resolve([{ name: 'GCP does not support client list' }]);
    const overview = await readOverview(new Map([['analytics', silent]]));
    expect(overview.analytics.workers).toBeNull();
    await silent.close();
  });

  it('is refused in bounded time while Redis is away', async () => {
    redis.pause();
    const overview = producer.overview().finally(() => redis.resume());
    await expect(overview).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('removing a job', () => {
  it('leaves one that a worker has', async () => {
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const worker = new Worker('analytics', () => held, {
      connection: { url: redis.url, maxRetriesPerRequest: null },
    });
    await producer.enqueue('analyze', payload, { jobId: 'taken' });
    await waitFor('the job to be taken', async () => (await analytics.getActiveCount()) === 1);
    await producer.enqueue('analyze', payload, { jobId: 'waits' });
    await producer.remove('analyze', 'waits');
    await producer.remove('analyze', 'taken');
    await producer.remove('analyze', 'never there');
    expect(await analytics.getJobState('taken')).toBe('active');
    expect(await analytics.getJobState('waits')).toBe('unknown');
    release?.();
    await worker.close();
  });
});
