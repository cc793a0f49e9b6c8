import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@memo/logging';
import { startRedis, waitFor, type TestRedis } from '@memo/testing';
import { createJobProducer, type JobProducer } from './producer.ts';
import { createJobWorker, type JobWorker, type TicketHandler } from './worker.ts';

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

function work(ticket: TicketHandler): void {
  worker = createJobWorker({
    queue: 'analytics',
    redisUrl: redis.url,
    concurrency: 2,
    handlers: { ticket },
    logger: silentLogger,
  });
}

const queue = () => {
  const found = producer.queues.find(({ name }) => name === 'analytics');
  if (found === undefined) throw new Error('no analytics queue');
  return found;
};

const stateOf = (jobId: string) => queue().getJobState(jobId);

const add = (jobId: string) => queue().add('ticket', {}, { jobId });

describe('a job', () => {
  it('reaches its handler', async () => {
    let reached = 0;
    work(() => {
      reached += 1;
      return Promise.resolve({ kind: 'done' });
    });
    await add('one');
    await waitFor('the job', async () => (await stateOf('one')) === 'completed');
    expect(reached).toBe(1);
  });

  it('that failed for good says why, and what it was about, to whoever looks at the queue', async () => {
    work(() => Promise.resolve({ kind: 'failed', reason: 'No key.', about: { meetingId: 'm1' } }));
    await add('one');
    await waitFor('the job', async () => (await stateOf('one')) === 'failed');
    const [failed] = await queue().getFailed();
    expect(failed).toMatchObject({ failedReason: 'No key.', data: { meetingId: 'm1' } });
  });

  it('whose handler broke down comes again', async () => {
    let tries = 0;
    work(() => {
      tries += 1;
      return tries === 1
        ? Promise.reject(new Error('the database is away'))
        : Promise.resolve({ kind: 'done' });
    });
    await add('one');
    await waitFor('the job', async () => (await stateOf('one')) === 'completed');
    expect(tries).toBe(2);
  });

  it('burns no attempt by waiting', async () => {
    work(() => Promise.resolve({ kind: 'wait', delayMs: 30_000, reason: 'rate limit' }));
    await add('one');
    await waitFor('the delay', async () => (await stateOf('one')) === 'delayed');
    expect((await queue().getJob('one'))?.attemptsMade).toBe(0);
  });

  it('is not tried again once it failed for good, and says why', async () => {
    work(() => Promise.resolve({ kind: 'failed', reason: 'no sound in there' }));
    await add('one');
    await waitFor('the failure', async () => (await stateOf('one')) === 'failed');
    expect((await queue().getJob('one'))?.failedReason).toBe('no sound in there');
  });

  it('of a kind nobody knows, once any release is rolled out, fails without reaching a handler', async () => {
    let reached = false;
    work(() => {
      reached = true;
      return Promise.resolve({ kind: 'done' });
    });
    const timestamp = Date.now() - 3_600_000;
    await queue().add('dance', {}, { jobId: 'one', timestamp });
    await waitFor('the failure', async () => (await stateOf('one')) === 'failed');
    expect(reached).toBe(false);
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
    work(async (signal) => {
      started = true;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { kind: 'wait', delayMs: 60_000, reason: 'the worker is stopping' };
    });
    await add('one');
    await waitFor('the start', () => started);
    await worker?.close(0);
    expect(await stateOf('one')).toBe('delayed');
  });
});
