import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@memo/logging';
import { startRedis, waitFor, type TestRedis } from '@memo/testing';
import type { JobPayload } from './contracts.ts';
import type { JobOutcome } from './outcome.ts';
import { createJobProducer, type JobProducer } from './producer.ts';
import { createJobWorker, type JobWorker } from './worker.ts';

const payload: JobPayload<'analyze'> = {
  stageRunId: '0197a1b2-0000-7000-8000-000000000001',
  meetingId: '0197a1b2-0000-7000-8000-000000000002',
};

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

type Analyze = (payload: JobPayload<'analyze'>, signal: AbortSignal) => Promise<JobOutcome>;

function work(analyze: Analyze): void {
  worker = createJobWorker({
    queue: 'analytics',
    redisUrl: redis.url,
    concurrency: 2,
    handlers: { analyze },
    logger: silentLogger,
  });
}

const queue = () => {
  const found = producer.queues.find(({ name }) => name === 'analytics');
  if (found === undefined) throw new Error('no analytics queue');
  return found;
};

const stateOf = (jobId: string) => queue().getJobState(jobId);

describe('a job', () => {
  it('reaches its handler with the payload that was put in', async () => {
    const seen: unknown[] = [];
    work((received) => {
      seen.push(received);
      return Promise.resolve({ kind: 'done' });
    });
    await producer.enqueue('analyze', payload, { jobId: 'one' });
    await waitFor('the job', async () => (await stateOf('one')) === 'completed');
    expect(seen).toEqual([payload]);
  });

  it('is there once however often it is added', async () => {
    for (let n = 0; n < 3; n++) await producer.enqueue('analyze', payload, { jobId: 'one' });
    expect(await queue().getWaitingCount()).toBe(1);
  });

  it('comes again after the delay its handler asked for', async () => {
    work(() => Promise.resolve({ kind: 'retry', delayMs: 30_000, reason: 'overloaded' }));
    await producer.enqueue('analyze', payload, { jobId: 'one' });
    await waitFor('the delay', async () => (await stateOf('one')) === 'delayed');
    expect((await queue().getJob('one'))?.delay).toBe(30_000);
  });

  it('burns no attempt by waiting', async () => {
    work(() => Promise.resolve({ kind: 'wait', delayMs: 30_000, reason: 'rate limit' }));
    await producer.enqueue('analyze', payload, { jobId: 'one' });
    await waitFor('the delay', async () => (await stateOf('one')) === 'delayed');
    expect((await queue().getJob('one'))?.attemptsMade).toBe(0);
  });

  it('is not tried again once it failed for good, and says why', async () => {
    work(() => Promise.resolve({ kind: 'failed', reason: 'no sound in there' }));
    await producer.enqueue('analyze', payload, { jobId: 'one' });
    await waitFor('the failure', async () => (await stateOf('one')) === 'failed');
    expect((await queue().getJob('one'))?.failedReason).toBe('no sound in there');
  });

  it('with a payload of another shape fails without reaching the handler', async () => {
    let reached = false;
    work(() => {
      reached = true;
      return Promise.resolve({ kind: 'done' });
    });
    await queue().add('analyze', { meetingId: 42 }, { jobId: 'one' });
    await waitFor('the failure', async () => (await stateOf('one')) === 'failed');
    expect(reached).toBe(false);
  });

  it('that finished can be put back, one that lives is left alone', async () => {
    work(() => Promise.resolve({ kind: 'failed', reason: 'first try' }));
    await producer.enqueue('analyze', payload, { jobId: 'one' });
    await waitFor('the failure', async () => (await stateOf('one')) === 'failed');
    await worker?.close(0);
    worker = undefined;
    await producer.ensure('analyze', payload, { jobId: 'one' });
    expect(await stateOf('one')).toBe('waiting');
    await producer.ensure('analyze', payload, { jobId: 'one' });
    expect(await queue().getWaitingCount()).toBe(1);
  });
});

describe('a worker that stops', () => {
  it('does so though Redis does not answer', async () => {
    work(() => Promise.resolve({ kind: 'done' }));
    await worker?.ready();
    const stopping = worker;
    worker = undefined;
    redis.pause();
    try {
      await stopping?.close(0);
    } finally {
      redis.resume();
    }
    expect(await redis.client.ping()).toBe('PONG');
  });

  it('aborts what is still running after the grace and waits for it to let go', async () => {
    let started = false;
    work(async (_, signal) => {
      started = true;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { kind: 'wait', delayMs: 60_000, reason: 'the worker is stopping' };
    });
    await producer.enqueue('analyze', payload, { jobId: 'one' });
    await waitFor('the start', () => started);
    await worker?.close(0);
    expect(await stateOf('one')).toBe('delayed');
  });
});
