import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createJobWorker } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { eventsOf, waitFor } from '@memo/testing';
import type {
  Processed,
  Restarted,
  Started,
  TranscriptionStatus,
} from './transcription.schemas.ts';
import {
  startTranscription,
  type Person,
  type TranscriptionFixture,
} from './test/transcription-fixture.ts';

let fixture: TranscriptionFixture;

beforeAll(async () => {
  fixture = await startTranscription();
});

afterAll(() => fixture.close());

beforeEach(() => fixture.clear());

const statusOf = async (person: Person) =>
  (await person.status().expect(200)).body as TranscriptionStatus;

const processAll = async (person: Person) =>
  (await person.post('transcription/process-all').expect(200)).body as Processed;

const restart = async (person: Person) =>
  (await person.post('transcription/restart-background').expect(200)).body as Restarted;

const start = async (person: Person) =>
  (await person.post('transcription/start-background').expect(200)).body as Started;

async function withoutRedis<T>(work: () => Promise<T>): Promise<T> {
  fixture.redis.pause();
  try {
    return await work();
  } finally {
    fixture.redis.resume();
  }
}

describe('GET /meetings/transcription/status', () => {
  it("counts the caller's own meetings and says honestly what the engine is good for", async () => {
    const person = await fixture.person();
    const colleague = await fixture.person({ workspace: person.scope, role: 'MEMBER' });
    const stranger = await fixture.person();
    await person.failed();
    await person.waiting();
    await person.waiting();
    await colleague.waiting();
    await stranger.waiting();
    const { engine, meetings } = await statusOf(person);
    expect(meetings).toEqual({ pending: 2, processing: 0, completed: 0, failed: 1 });
    expect(engine).toMatchObject({ name: 'offline' });
    expect(engine.description).toMatch(/^Basic offline English engine/);
  });

  it('tells what the queues hold and how long it has waited', async () => {
    const person = await fixture.person();
    const [first] = [await person.waiting(), await person.waiting(), await person.failed()];
    const query = (sql: string, values?: unknown[]) => fixture.dataSource.query(sql, values);
    await query(
      `UPDATE stage_runs SET due_at = now() - interval '90 seconds' WHERE meeting_id = $1`,
      [first.id],
    );
    const held = await person.waiting();
    await query(
      `UPDATE stage_runs SET status = 'running', lease_until = now() + interval '1 minute'
       WHERE meeting_id = $1`,
      [held.id],
    );
    const later = await person.waiting();
    await query(
      `UPDATE stage_runs SET due_at = now() + interval '1 minute' WHERE meeting_id = $1`,
      [later.id],
    );
    await query(`UPDATE stage_runs SET finished_at = now() WHERE status = 'failed'`);
    const { queues, reachable } = await statusOf(person);
    expect(reachable).toBe(true);
    const { oldest_waiting_seconds: seconds, ...counts } = queues?.transcription ?? {};
    expect(counts).toEqual({ waiting: 2, active: 1, delayed: 1, failed: 1, workers: 0 });
    expect(seconds).toBeGreaterThanOrEqual(90);
    expect(queues?.analytics).toMatchObject({ waiting: 0, oldest_waiting_seconds: null });
    expect(queues?.dashboard_sync).toMatchObject({ waiting: 0 });
  });

  it('counts all that waits, however short the queue in Redis is kept', async () => {
    const person = await fixture.person();
    for (let number = 0; number < 60; number++) await person.waiting();
    await restart(person);
    expect(await fixture.tickets()).toBeLessThan(60);
    expect((await statusOf(person)).queues?.transcription.waiting).toBe(60);
  });

  it('leaves out what still waits for its recordings', async () => {
    const person = await fixture.person();
    await person.expected();
    expect((await statusOf(person)).meetings.pending).toBe(0);
  });

  it('sees workers come and go', async () => {
    const person = await fixture.person();
    expect(await statusOf(person)).toMatchObject({
      background_service: { running: false, status: 'no_workers' },
    });
    const done = () => Promise.resolve({ kind: 'done' } as const);
    const worker = createJobWorker({
      queue: 'transcription',
      redisUrl: fixture.redis.url,
      concurrency: 1,
      handlers: { ticket: done, suggest: done },
      logger: silentLogger,
    });
    await worker.ready();
    const workers = async () => (await statusOf(person)).queues?.transcription.workers;
    await waitFor('the worker to be seen', async () => (await workers()) === 1);
    expect(await statusOf(person)).toMatchObject({
      background_service: { running: true, status: 'running' },
    });
    expect(await start(person)).toMatchObject({ status: 'running', reachable: true });
    await worker.close(0);
    await waitFor('the worker to be gone', async () => (await workers()) === 0);
  });

  it('answers while the queues do not, and says so', async () => {
    const person = await fixture.person();
    await person.failed();
    expect(await withoutRedis(() => statusOf(person))).toMatchObject({
      reachable: false,
      queues: null,
      background_service: { running: false, status: 'unreachable' },
      meetings: { failed: 1 },
    });
  });
});

describe('POST /meetings/transcription/start-background', () => {
  it("says that nobody works, and queues what is stuck of the caller's own", async () => {
    const person = await fixture.person();
    await person.waiting();
    const answer = await start(person);
    expect(answer).toMatchObject({ status: 'no_workers', meetings: { pending: 1 } });
    expect(answer.message).toMatch(/^No worker is connected/);
    expect(await fixture.tickets()).toBe(1);
  });

  it('says that the queues do not answer', async () => {
    const person = await fixture.person();
    await person.waiting();
    const answer = await withoutRedis(() => start(person));
    expect(answer).toMatchObject({ status: 'unreachable', queues: null });
  });
});

describe('POST /meetings/transcription/process-all', () => {
  it('queues what waits and what failed, once, and says how many', async () => {
    const person = await fixture.person();
    await person.waiting();
    const failed = [await person.failed(), await person.failed()];
    expect(await processAll(person)).toEqual({
      queued: 3,
      pending: 1,
      failed: 2,
      message: '3 meetings are queued: 1 waiting, 2 that had failed.',
    });
    expect(await person.waitingRuns()).toBe(3);
    expect(await fixture.tickets()).toBeGreaterThan(0);
    expect(await processAll(person)).toMatchObject({ queued: 1, pending: 1, failed: 0 });
    expect(await person.waitingRuns()).toBe(3);
    expect(await person.audited()).toEqual([
      { action: 'meetings.requeued', subject: null, details: { stages: 1 } },
      { action: 'meetings.retried', subject: null, details: { meetings: 2 } },
    ]);
    for (const { id } of failed) {
      expect(await eventsOf(fixture.dataSource, id)).toEqual([
        { kind: 'meeting.updated', details: { fields: ['status'] } },
      ]);
    }
  });

  it('leaves a meeting alone that still waits for its recordings', async () => {
    const person = await fixture.person();
    await person.expected();
    expect(await processAll(person)).toMatchObject({ queued: 0, pending: 0, failed: 0 });
    expect(await person.waitingRuns()).toBe(0);
  });

  it('queues more than fit in one transaction', async () => {
    const person = await fixture.person();
    for (let number = 0; number < 205; number++) await person.failed();
    expect(await processAll(person)).toMatchObject({ queued: 205, failed: 205 });
    expect(await person.waitingRuns()).toBe(205);
    expect((await person.audited()).map(({ details }) => details)).toEqual([
      { meetings: 200 },
      { meetings: 5 },
    ]);
  });

  it('leaves the work of everybody else alone, in the same workspace too', async () => {
    const person = await fixture.person();
    const colleague = await fixture.person({ workspace: person.scope, role: 'OWNER' });
    const stranger = await fixture.person();
    const theirs = [await colleague.failed(), await stranger.failed()];
    await colleague.waiting();
    expect(await processAll(person)).toEqual({
      queued: 0,
      pending: 0,
      failed: 0,
      message: 'None of your meetings is waiting or has failed.',
    });
    for (const meeting of theirs) expect((await fixture.reload(meeting)).status).toBe('FAILED');
    expect(await fixture.tickets()).toBe(0);
    expect(await person.audited()).toEqual([]);
  });

  it('retries each meeting once when it is asked for twice at the same moment', async () => {
    const person = await fixture.person();
    for (let number = 0; number < 5; number++) await person.failed();
    const answers = await Promise.all([processAll(person), processAll(person)]);
    expect(answers.reduce((total, { failed }) => total + failed, 0)).toBe(5);
    expect(await person.waitingRuns()).toBe(5);
  });

  it('keeps its promise when the queues do not answer', async () => {
    const person = await fixture.person();
    const meeting = await person.failed();
    const answer = await withoutRedis(() => processAll(person));
    expect(answer).toMatchObject({ queued: 1, failed: 1 });
    expect(answer.message).toContain('The job queues do not answer');
    expect((await fixture.reload(meeting)).status).toBe('PROCESSING');
  });
});

describe('POST /meetings/transcription/restart-background', () => {
  it('queues what is stuck, says how much and records it', async () => {
    const person = await fixture.person();
    await person.waiting();
    await person.abandoned();
    await person.failed();
    expect(await restart(person)).toMatchObject({ status: 'no_workers', restarted: 2 });
    expect(await fixture.tickets()).toBe(2);
    expect(await restart(person)).toMatchObject({ restarted: 0 });
    expect(await person.audited()).toEqual([
      { action: 'meetings.requeued', subject: null, details: { stages: 2 } },
    ]);
  });

  it("does not touch a colleague's", async () => {
    const person = await fixture.person();
    const colleague = await fixture.person({ workspace: person.scope, role: 'MEMBER' });
    await person.waiting();
    expect(await restart(colleague)).toMatchObject({ restarted: 0 });
    expect(await fixture.tickets()).toBe(0);
  });

  it('says that the queues do not answer', async () => {
    const person = await fixture.person();
    await person.waiting();
    const answer = await withoutRedis(() => restart(person));
    expect(answer).toMatchObject({ status: 'unreachable', restarted: 0 });
  });
});

it.each(['process-all', 'restart-background'])('a viewer may not %s', async (what) => {
  const person = await fixture.person();
  await person.waiting();
  await person.become('VIEWER');
  const answer = await person.post(`transcription/${what}`).expect(403);
  expect(answer.body).toEqual({ detail: expect.stringContaining('Ask its owner') });
  expect(await fixture.tickets()).toBe(0);
});
