import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@memo/logging';
import { startRedis, waitFor, type TestRedis } from '@memo/testing';
import type { QueueName } from './contracts.ts';
import { createJobProducer, type JobProducer } from './producer.ts';
import { ticketCap } from './tickets.ts';
import { createJobWorker, type JobWorker } from './worker.ts';

let redis: TestRedis;
let producer: JobProducer;
let worker: JobWorker | undefined;

beforeAll(async () => {
  redis = await startRedis();
  producer = createJobProducer({ redisUrl: redis.url, logger: silentLogger });
});

beforeEach(() => redis.client.flushall());

afterEach(async () => {
  await worker?.close(0);
  worker = undefined;
});

afterAll(async () => {
  await producer.close();
  await redis.close();
});

const queueOf = (queue: QueueName) => {
  const found = producer.queues.find(({ name }) => name === queue);
  if (found === undefined) throw new Error(`no ${queue} queue`);
  return found;
};

describe('tickets', () => {
  it('are counted by queue and state', async () => {
    await producer.offer('analytics', 2);
    await producer.offerIn('dashboard-sync', 60_000);
    expect(await producer.jobCounts()).toEqual({
      transcription: { wait: 0, prioritized: 0, active: 0, delayed: 0, failed: 0 },
      analytics: { wait: 2, prioritized: 0, active: 0, delayed: 0, failed: 0 },
      'dashboard-sync': { wait: 0, prioritized: 0, active: 0, delayed: 1, failed: 0 },
    });
  });

  it('are added up to what is asked for, and never past the cap', async () => {
    expect(await producer.offer('analytics', 2)).toBe(0);
    expect(await producer.offer('analytics', 3)).toBe(2);
    expect(await queueOf('analytics').getWaitingCount()).toBe(3);
    await producer.offer('analytics', 100_000);
    expect(await queueOf('analytics').getWaitingCount()).toBe(ticketCap);
  });

  it('are added though many requests wait on the same queue', async () => {
    const transcription = queueOf('transcription');
    for (let n = 0; n < 2 * ticketCap; n++) {
      await transcription.add('suggest', {}, { lifo: true, jobId: `suggest-${n}` });
    }
    await producer.offer('transcription', 2);
    expect(await transcription.getWaitingCount()).toBe(2 * ticketCap + 2);
  });

  it('for the same moment are one', async () => {
    for (let n = 0; n < 50; n++) await producer.offerIn('analytics', 60_000);
    // The moment is a tenth of a second, and fifty additions may take a few of them.
    expect(await queueOf('analytics').getDelayedCount()).toBeLessThan(20);
  });

  it('for later reach a worker when their time has come', async () => {
    let came = 0;
    const ticket = () => {
      came = Date.now();
      return Promise.resolve({ kind: 'done' } as const);
    };
    worker = createJobWorker({
      queue: 'analytics',
      redisUrl: redis.url,
      concurrency: 1,
      handlers: { ticket },
      logger: silentLogger,
    });
    await worker.ready();
    const due = Date.now() + 300;
    await producer.offerIn('analytics', 300);
    await waitFor('the ticket', () => came > 0);
    expect(came).toBeGreaterThanOrEqual(due);
  });

  it.each([
    ['transcription', 'prepare'],
    ['transcription', 'transcribe'],
    ['transcription', 'assemble'],
    ['transcription', 'summarize'],
    ['analytics', 'analyze'],
    ['dashboard-sync', 'sync'],
  ] as const)('on %s are also the %s jobs of the release before', async (queue, name) => {
    let taken = 0;
    const ticket = () => {
      taken += 1;
      return Promise.resolve({ kind: 'done' } as const);
    };
    const suggest = () => Promise.resolve({ kind: 'done' } as const);
    worker = createJobWorker({
      queue,
      redisUrl: redis.url,
      concurrency: 1,
      handlers: { ticket, suggest },
      logger: silentLogger,
    });
    const payload = {
      stageRunId: '0197a1b2-0000-7000-8000-000000000001',
      meetingId: '0197a1b2-0000-7000-8000-000000000002',
    };
    await queueOf(queue).add(name, payload, { jobId: `${name}-${payload.stageRunId}` });
    await waitFor('the job', () => taken === 1);
    await waitFor('its end', async () => (await queueOf(queue).getCompletedCount()) === 1);
  });
});
