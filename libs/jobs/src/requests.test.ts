import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@memo/errors';
import { silentLogger } from '@memo/logging';
import { startRedis, waitFor, type TestRedis } from '@memo/testing';
import { Worker } from 'bullmq';
import type { RequestBody } from './contracts.ts';
import { createJobProducer, type JobProducer } from './producer.ts';
import { createJobReplier, type JobReplier, type RequestWork } from './replier.ts';
import { createJobRequester, type JobRequester } from './requester.ts';
import { createJobWorker, type JobWorker, type JobOutcome } from './worker.ts';

let redis: TestRedis;
let producer: JobProducer;
let requester: JobRequester;
let replier: JobReplier;
let worker: JobWorker | undefined;

beforeAll(async () => {
  redis = await startRedis();
  producer = createJobProducer({ redisUrl: redis.url, logger: silentLogger });
});

beforeEach(async () => {
  await redis.client.flushall();
  requester = newRequester();
  replier = createJobReplier({ redisUrl: redis.url, atOnce: 1, logger: silentLogger });
});

afterEach(async () => {
  await requester.close();
  await worker?.close(0);
  worker = undefined;
  replier.close();
});

afterAll(async () => {
  await producer.close();
  await redis.close();
});

const newRequester = () =>
  createJobRequester({ producer, redisUrl: redis.url, logger: silentLogger });

const body = (): RequestBody<'suggest'> => ({
  kind: 'title',
  suggestionId: randomUUID(),
  workspaceId: randomUUID(),
});

const never = new AbortController().signal;

const ask = ({ timeoutMs = 20_000, signal = never, about = body(), of = requester } = {}) =>
  of.request('suggest', about, { timeoutMs, signal });

/** Answers with the id it was asked about. */
const echo: RequestWork<'suggest'> = ({ suggestionId }) =>
  Promise.resolve({ kind: 'title', title: suggestionId });

function work(suggest: RequestWork<'suggest'>, others?: () => Promise<JobOutcome>): void {
  const ticket = others ?? (() => Promise.resolve({ kind: 'done' } as const));
  worker = createJobWorker({
    queue: 'transcription',
    redisUrl: redis.url,
    concurrency: 1,
    handlers: { ticket, suggest: replier.handler<'suggest'>(suggest) },
    logger: silentLogger,
  });
}

const jobs = async () => {
  const queue = producer.queues.find(({ name }) => name === 'transcription');
  return (await queue?.getJobs()) ?? [];
};

const nothingLeft = () => waitFor('the queue to be empty', async () => (await jobs()).length === 0);

describe('a request', () => {
  it('is answered by a worker, and nothing of it stays in Redis', async () => {
    work(echo);
    const about = body();
    expect(await ask({ about })).toEqual({ kind: 'title', title: about.suggestionId });
    await nothingLeft();
  });

  it('goes before fifty jobs that wait', async () => {
    const queue = producer.queues.find(({ name }) => name === 'transcription');
    for (let n = 0; n < 50; n++) await queue?.add('ticket', {}, { jobId: `ticket-${n}` });
    const asking = ask();
    await waitFor('the request', async () => (await jobs()).length === 51);
    const done: string[] = [];
    work(
      (payload) => {
        done.push('suggest');
        return echo(payload, never);
      },
      () => {
        done.push('ticket');
        return Promise.resolve({ kind: 'done' });
      },
    );
    await asking;
    expect(done.indexOf('suggest')).toBe(0);
  });

  it('fails as the worker failed', async () => {
    const failure = { code: 'x', retryAfterMs: 7_000 };
    work(() => Promise.reject(new AppError('unavailable', 'It is down.', failure)));
    const expected = { kind: 'unavailable', message: 'It is down.', ...failure };
    await expect(ask()).rejects.toMatchObject(expected);
    await nothingLeft();
  });

  it('tells nothing of an unexpected error but that there was one', async () => {
    work(() => Promise.reject(new Error('password of the database')));
    const error: unknown = await ask().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'internal' });
    expect(String(error)).not.toContain('password');
  });

  it('refuses an answer of another form', async () => {
    work(() => Promise.resolve({ kind: 'title', title: 42 } as never));
    await expect(ask()).rejects.toMatchObject({ kind: 'internal' });
  });

  it('hears at once that the worker stops', async () => {
    let started = false;
    work(async (_, signal) => {
      started = true;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw signal.reason;
    });
    const asking = ask();
    asking.catch(() => undefined);
    await waitFor('the start', () => started);
    await worker?.close(0);
    worker = undefined;
    await expect(asking).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('a request nobody waits for any more', () => {
  it('ends in time without a worker, and its job goes', async () => {
    await expect(ask({ timeoutMs: 200 })).rejects.toMatchObject({ kind: 'timeout' });
    expect(await jobs()).toEqual([]);
  });

  it('is taken back when its asker goes away', async () => {
    const gone = new AbortController();
    const asking = ask({ signal: gone.signal });
    asking.catch(() => undefined);
    await waitFor('the job', async () => (await jobs()).length === 1);
    gone.abort(new Error('gone'));
    await expect(asking).rejects.toThrow('gone');
    expect(await jobs()).toEqual([]);
  });

  it('never begins after its deadline', async () => {
    let begun = false;
    const envelope = { version: 1, replyTo: 'memo:replies:none', requestId: randomUUID() };
    const late = { ...body(), ...envelope, deadline: Date.now() - 1 };
    await producer.enqueue('suggest', late, { jobId: 'late' });
    work((payload) => {
      begun = true;
      return echo(payload, never);
    });
    await nothingLeft();
    expect(begun).toBe(false);
  });

  it('is told so while a worker is at it, and the worker is free again', async () => {
    let reason: unknown;
    work(async (payload, signal) => {
      if (reason !== undefined) return echo(payload, signal);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      reason = signal.reason;
      throw reason;
    });
    await expect(ask({ timeoutMs: 400 })).rejects.toMatchObject({ kind: 'timeout' });
    await waitFor('the worker to hear', () => reason !== undefined);
    expect(reason).toMatchObject({ kind: 'timeout' });
    const about = body();
    expect(await ask({ about })).toMatchObject({ title: about.suggestionId });
  });

  it('leaves a late answer to nobody', async () => {
    const gone = new AbortController();
    const first = body();
    let finish: () => void = () => undefined;
    let started = false;
    work(async (payload, signal) => {
      if (payload.suggestionId === first.suggestionId) {
        started = true;
        await new Promise<void>((resolve) => (finish = resolve));
      }
      return echo(payload, signal);
    });
    const asking = ask({ about: first, signal: gone.signal });
    asking.catch(() => undefined);
    await waitFor('the start', () => started);
    gone.abort(new Error('gone'));
    await expect(asking).rejects.toThrow('gone');
    const second = body();
    const askingAgain = ask({ about: second });
    finish();
    expect(await askingAgain).toEqual({ kind: 'title', title: second.suggestionId });
    await nothingLeft();
  });
});

describe('two processes that ask', () => {
  it('get each their own answers', async () => {
    const other = newRequester();
    work(echo);
    try {
      const asked = Array.from({ length: 40 }, (_, n) => {
        const about = body();
        return { about, answer: ask({ about, of: n % 2 === 0 ? requester : other }) };
      });
      for (const { about, answer } of asked) {
        expect(await answer).toEqual({ kind: 'title', title: about.suggestionId });
      }
    } finally {
      await other.close();
    }
  });
});

describe('a request in trouble', () => {
  it('with Redis away ends soon, as unavailable', async () => {
    redis.pause();
    try {
      await expect(ask()).rejects.toMatchObject({ kind: 'unavailable' });
    } finally {
      redis.resume();
    }
    work(echo);
    const about = body();
    expect(await ask({ about })).toMatchObject({ title: about.suggestionId });
  });

  it('loses a moment, not its answer, when every connection is lost as it is answered', async () => {
    work(async (payload, signal) => {
      await redis.client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await redis.client.call('CLIENT', 'KILL', 'TYPE', 'normal');
      return echo(payload, signal);
    });
    const about = body();
    expect(await ask({ about })).toEqual({ kind: 'title', title: about.suggestionId });
  });

  it('is taken over by another worker when its own is killed midway', async () => {
    const killed = new Worker('transcription', null, {
      connection: { url: redis.url },
      lockDuration: 300,
    });
    const about = body();
    const asking = ask({ about });
    asking.catch(() => undefined);
    // Takes the job and is never heard of again.
    await waitFor('the job to be taken', () => killed.getNextJob('killed', { block: false }));
    await killed.close(true);
    work(echo);
    expect(await asking).toEqual({ kind: 'title', title: about.suggestionId });
    await nothingLeft();
  });

  it('is let go of by a process that stops', async () => {
    const asking = ask();
    asking.catch(() => undefined);
    await waitFor('the job', async () => (await jobs()).length === 1);
    await requester.close();
    await expect(asking).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await jobs()).toEqual([]);
  });
});
