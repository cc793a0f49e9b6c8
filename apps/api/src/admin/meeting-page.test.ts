import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@memo/entities';
import { createJobProducer, type JobProducer } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { buildMeeting, buildRun } from '@memo/testing';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';

const user = 'ops';
const password = 'a password of the board';

let fixture: ApiFixture;
let producer: JobProducer;
let meetingId: string;

beforeAll(async () => {
  fixture = await startApi({ BULL_BOARD_USER: user, BULL_BOARD_PASSWORD: password });
  producer = createJobProducer({ redisUrl: fixture.redis.url, logger: silentLogger });
  const { manager } = fixture.dataSource;
  const { scope } = await fixture.person();
  const meeting = await buildMeeting(manager, scope, { title: 'Redundancies', status: 'FAILED' });
  meetingId = meeting.id;
  const error = {
    code: 'no_key',
    message: 'Try again.',
    detail: 'Set GEMINI_KEY.',
    retryable: true,
  };
  await buildRun(manager, meeting, 'prepare', {
    ...{ status: 'failed', error, attempts: 3, finishedAt: new Date() },
  });
});

afterAll(async () => {
  await producer.close();
  await fixture.close();
});

const ask = (path: string) => fixture.api.get(path).auth(user, password);

interface ShownQueues {
  queues: { name: string; jobs: { name: string; externalUrl?: { href: string } }[] }[];
}

/** The jobs that the board shows of a queue. */
async function shown() {
  const answer = await ask('/admin/queues/api/queues?activeQueue=analytics&status=waiting');
  const { queues } = answer.body as ShownQueues;
  return queues.find(({ name }) => name === 'analytics')?.jobs ?? [];
}

describe('a job on the board', () => {
  it('whose run failed names its stage and leads to its meeting; another leads nowhere', async () => {
    const queue = producer.queues.find(({ name }) => name === 'analytics');
    // As the worker leaves it.
    await queue?.add('ticket', { meetingId, stage: 'prepare' }, { jobId: 'ticket-failed' });
    await queue?.add('ticket', {}, { jobId: 'ticket-open' });
    const jobs = await shown();
    expect(jobs.map(({ name, externalUrl }) => [name, externalUrl?.href]).sort()).toEqual([
      ['ticket (prepare)', `/admin/meetings/${meetingId}`],
      ['ticket', undefined],
    ]);
  });

  it('leads to what became of the stages of the meeting and why, and to nothing that was said', async () => {
    const page = await ask(`/admin/meetings/${meetingId}`).expect(200);
    expect(page.body).toMatchObject({
      ...{ meeting_id: meetingId, status: 'FAILED' },
      runs: [{ stage: 'prepare', status: 'failed', reason: 'no_key', message: 'Set GEMINI_KEY.' }],
    });
    expect(page.text).not.toContain('Redundancies');
    expect(page.get('Cache-Control')).toBe('no-store');
  });

  it.each(['not-an-id', newId()])('leads nowhere for %p', async (id) => {
    await ask(`/admin/meetings/${id}`).expect(404);
  });
});

describe('the page of a meeting', () => {
  it('asks for the password of the board, and is only for looking', async () => {
    await fixture.api.get(`/admin/meetings/${meetingId}`).expect(401);
    const put = fixture.api.put(`/admin/meetings/${meetingId}`).auth(user, password);
    await put.expect(405);
  });
});
