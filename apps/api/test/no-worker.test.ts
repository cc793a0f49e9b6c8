import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createJobProducer, type JobProducer } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { buildTone, waitFor } from '@memo/testing';
import { startApi, type ApiFixture } from './api-fixture.ts';
import type { Person } from './person.ts';

let fixture: ApiFixture;
let producer: JobProducer;
let person: Person;

beforeAll(async () => {
  fixture = await startApi();
  producer = createJobProducer({ redisUrl: fixture.redis.url, logger: silentLogger });
  person = await fixture.person();
});
afterAll(async () => {
  await producer.close();
  await fixture.close();
});

/** As long as no worker is there, nothing is taken off a queue, nor promoted on it, but by the API. */
beforeEach(async () => {
  await fixture.dataSource.query('DELETE FROM meetings');
  await fixture.redis.client.flushall();
  const { authorization } = person;
  await fixture.api
    .post('/api/v1/mobile/meetings/')
    .set({ authorization })
    .field('title', 'Weekly sync')
    .attach('audio_file', buildTone(1), 'call.wav')
    .expect(201);
});

/** What an autoscaler is told. */
async function wanted(): Promise<number> {
  const [row] = await fixture.dataSource.query<{ pods_for: number }[]>(
    `SELECT (runnable + leased)::int AS pods_for FROM runnable_runs WHERE queue = 'transcription'`,
  );
  return row?.pods_for ?? NaN;
}

const tickets = async (): Promise<number> => {
  const queue = producer.queues.find(({ name }) => name === 'transcription');
  // A Redis that has just started again does not answer at once.
  return (await queue?.getWaitingCount().catch(() => 0)) ?? NaN;
};

describe('with no worker at all', () => {
  it('an upload asks for one, and its ticket is there when that comes', async () => {
    expect(await wanted()).toBe(1);
    await waitFor('the ticket', async () => (await tickets()) > 0);
  });

  it('work that waits for its time asks for none, and for one when it has come', async () => {
    const put = (dueAt: string) =>
      fixture.dataSource.query(`UPDATE stage_runs SET due_at = ${dueAt}`);
    await put(`now() + interval '1 hour'`);
    expect(await wanted()).toBe(0);
    await fixture.redis.client.flushall();
    await put(`now() + interval '300 milliseconds'`);
    await waitFor('its time', async () => (await wanted()) === 1);
    await waitFor('the ticket', async () => (await tickets()) > 0);
  });

  it('work of one that vanished asks for one', async () => {
    await fixture.dataSource.query(
      `UPDATE stage_runs SET status = 'running', lease_until = now() - interval '1 second'`,
    );
    await fixture.redis.client.flushall();
    expect(await wanted()).toBe(1);
    await waitFor('the ticket', async () => (await tickets()) > 0);
  });

  it('a Redis that lost everything changes nothing of it, and gets its tickets back', async () => {
    await fixture.redis.restart();
    expect(await wanted()).toBe(1);
    await waitFor('the ticket', async () => (await tickets()) > 0);
  });
});
