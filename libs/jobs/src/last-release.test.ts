import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@memo/logging';
import { startRedis, waitFor, type TestRedis } from '@memo/testing';
import { Queue, type JobsOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { queueNames, type QueueName } from './contracts.ts';
import { createJobReplier, type JobReplier } from './replier.ts';
import { requestVersion } from './request.ts';
import { createJobWorker, type JobWorker } from './worker.ts';

interface KeptJob {
  queue: QueueName;
  name: string;
  data: Record<string, unknown>;
  opts: JobsOptions;
}

const folder = join(import.meta.dirname, '../../../release');
const versions = (await readdir(folder)).flatMap(
  (file) => /^(.+)\.jobs\.json$/.exec(file)?.[1] ?? [],
);

/** How a release up to 0.2.0 reads what it is told. */
const replyOfThen = z.object({
  requestId: z.uuid(),
  outcome: z.object({ answer: z.object({ kind: z.literal('title'), title: z.string() }) }),
});

let redis: TestRedis;
let queues: Queue[];
let replier: JobReplier;
let workers: JobWorker[];
let tickets: QueueName[];
let suggested: string[];

beforeAll(async () => {
  redis = await startRedis();
  queues = queueNames.map((name) => new Queue(name, { connection: { url: redis.url } }));
});

afterAll(async () => {
  await Promise.all(queues.map((queue) => queue.close()));
  await redis.close();
});

beforeEach(async () => {
  await redis.client.flushall();
  replier = createJobReplier({ redisUrl: redis.url, atOnce: 1, logger: silentLogger });
  [workers, tickets, suggested] = [[], [], []];
});

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.close(0)));
  replier.close();
});

/** The workers of now. */
function work(): void {
  const ticket = (queue: QueueName) => () => {
    tickets.push(queue);
    return Promise.resolve({ kind: 'done' } as const);
  };
  const suggest = replier.handler<'suggest'>(({ suggestionId }) => {
    suggested.push(suggestionId);
    return Promise.resolve({ kind: 'title', title: suggestionId });
  });
  const common = { redisUrl: redis.url, concurrency: 1, logger: silentLogger };
  workers = [
    createJobWorker({
      ...{ ...common, queue: 'transcription' },
      handlers: { ticket: ticket('transcription'), suggest },
    }),
    createJobWorker({ ...common, queue: 'analytics', handlers: { ticket: ticket('analytics') } }),
    createJobWorker({
      ...{ ...common, queue: 'dashboard-sync' },
      handlers: { ticket: ticket('dashboard-sync') },
    }),
  ];
}

const add = ({ queue, name, data, opts }: KeptJob) =>
  queues.find((one) => one.name === queue)?.add(name, data, opts);

const kept = async (version: string): Promise<KeptJob[]> =>
  JSON.parse(await readFile(join(folder, `${version}.jobs.json`), 'utf8')) as KeptJob[];

it('jobs of a release are kept', () => {
  expect(versions).toContain('0.2.0');
});

describe.each(versions)('what release %s left in the queues', (version) => {
  it('has its work looked for, whatever stage it was of', async () => {
    const jobs = (await kept(version)).filter(({ name }) => name !== 'suggest');
    for (const job of jobs) await add(job);
    work();
    await waitFor('all of it to be looked for', () => tickets.length === jobs.length);
    expect(tickets.toSorted()).toEqual(jobs.map(({ queue }) => queue).toSorted());
    const failed = await Promise.all(queues.map((queue) => queue.getFailedCount()));
    expect(failed).toEqual([0, 0, 0]);
  });

  it('is answered in a form that release reads, while somebody waits for it', async () => {
    const job = (await kept(version)).find(({ name }) => name === 'suggest');
    if (job === undefined) throw new Error('no request is kept');
    const subscriber = new Redis(redis.url);
    const heard: string[] = [];
    subscriber.on('message', (_, message) => heard.push(message));
    await subscriber.subscribe(String(job.data.replyTo));
    await add({ ...job, data: { ...job.data, deadline: Date.now() + 20_000 } });
    work();
    const [message = ''] = await waitFor('the answer', () => heard.length > 0 && heard);
    subscriber.disconnect();
    const { suggestionId: title, requestId } = job.data;
    expect(replyOfThen.parse(JSON.parse(message))).toEqual({
      ...{ requestId, outcome: { answer: { kind: 'title', title } } },
    });
  });
});

describe('a request of a later release', () => {
  it.each([
    ['version', {}, { version: requestVersion + 1, suggestionId: 'of another form' }],
    ['name', { name: 'translate' }, {}],
  ])(
    'waits for a worker of that one, and keeps no other from being answered: another %s',
    async (_, other, data) => {
      const job = (await kept('0.2.0')).find(({ name }) => name === 'suggest');
      if (job === undefined) throw new Error('no request is kept');
      const known = { ...job.data, deadline: Date.now() + 20_000 };
      const opts = { ...job.opts, jobId: 'later' };
      await add({ ...job, ...other, data: { ...known, ...data }, opts });
      await add({ ...job, data: known });
      work();
      await waitFor('the other one', () => suggested.length > 0);
      const transcription = queues.find(({ name }) => name === 'transcription');
      const delayed = async () => (await transcription?.getDelayedCount()) === 1;
      await waitFor('the later one to wait', delayed);
      expect(suggested).toEqual([job.data.suggestionId]);
      expect(await transcription?.getFailedCount()).toBe(0);
    },
  );

  it('fails where no worker of that one comes', async () => {
    const job = (await kept('0.2.0')).find(({ name }) => name === 'suggest');
    if (job === undefined) throw new Error('no request is kept');
    const long = { timestamp: Date.now() - 11 * 60_000, removeOnFail: false };
    await add({ ...job, name: 'translate', opts: { ...job.opts, ...long } });
    work();
    const transcription = queues.find(({ name }) => name === 'transcription');
    await waitFor('the job to fail', async () => (await transcription?.getFailedCount()) === 1);
  });
});
