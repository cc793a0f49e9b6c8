import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Meeting, StageRun } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { AppError } from '@memo/errors';
import { createAuditKeys, createAuditLog, createRecordEvent, sealJournal } from '@memo/journal';
import { silentLogger } from '@memo/logging';
import { buildAccount, eventsOf, type UserScope } from '@memo/testing';
import { badInput, nothing } from '../../test/completed-meeting.ts';
import { startPipeline, type PipelineFixture } from '../../test/pipeline-fixture.ts';
import type { StageWork } from '../stage-output.ts';
import { createFailures, type Failures } from './failures.ts';

let fixture: PipelineFixture;
let failures: Failures;

beforeAll(async () => {
  fixture = await startPipeline();
  const { dataSource, producer } = fixture;
  const [database, transact] = [createDatabase(dataSource), createTransact(dataSource)];
  failures = createFailures({
    ...{ database, transact, producer, logger: silentLogger },
    audit: createAuditLog(database),
    recordEvent: createRecordEvent(database),
  });
});

afterAll(() => fixture.close());

beforeEach(async () => {
  await fixture.dataSource.query('DELETE FROM meetings');
  await fixture.redis.client.flushall();
});

const refused: StageWork = () =>
  Promise.reject(new AppError('misconfigured', 'Set the key.', { code: 'provider_key_refused' }));

const operator = { actor: { kind: 'system', name: 'the command line' }, origin: null } as const;

const someone = () => buildAccount(fixture.dataSource.manager);

async function failed(scope: UserScope = fixture.scope, work = badInput): Promise<Meeting> {
  const meeting = await fixture.begin(scope);
  await fixture.run(meeting, 'prepare', work);
  return meeting;
}

async function withFailedDelivery(scope: UserScope, analyze: StageWork = nothing) {
  const meeting = await fixture.begin(scope);
  for (const stage of ['prepare', 'transcribe', 'assemble', 'summarize'] as const) {
    await fixture.run(meeting, stage, nothing);
  }
  await fixture.run(meeting, 'analyze', analyze);
  await fixture.run(meeting, 'sync', refused);
  return meeting;
}

const all = { before: null, limit: 100 };

const meetingsOf = async (...asked: Parameters<Failures['list']>) =>
  (await failures.list(...asked)).map(({ meetingId }) => meetingId);

describe('the list of failures', () => {
  it('has failed meetings and failed deliveries of everybody, newest first, with owner, workspace and reason', async () => {
    const [one, other] = [await someone(), await someone()];
    const meeting = await failed(one);
    const delivery = await withFailedDelivery(other);
    await fixture.begin(one);
    expect(await failures.list({}, all)).toEqual([
      expect.objectContaining({
        ...{ meetingId: delivery.id, workspaceId: other.workspaceId, ownerId: other.userId },
        ...{ stage: 'sync', reason: 'provider_key_refused', message: 'Set the key.' },
        ...{
          retryable: true,
          failedAt: expect.any(Date),
          ownerEmail: expect.stringContaining('@'),
        },
      }),
      expect.objectContaining({
        ...{ meetingId: meeting.id, workspaceId: one.workspaceId, ownerId: one.userId },
        ...{ stage: 'prepare', reason: 'invalid_input', retryable: false },
      }),
    ]);
  });

  it('is narrowed by stage, reason and workspace', async () => {
    const [one, other] = [await someone(), await someone()];
    const meeting = await failed(one);
    const delivery = await withFailedDelivery(other);
    expect(await meetingsOf({ stage: 'sync' }, all)).toEqual([delivery.id]);
    expect(await meetingsOf({ reason: 'invalid_input' }, all)).toEqual([meeting.id]);
    expect(await meetingsOf({ workspaceId: other.workspaceId }, all)).toEqual([delivery.id]);
    expect(await meetingsOf({ stage: 'sync', workspaceId: one.workspaceId }, all)).toEqual([]);
  });

  it('tells a meeting once, however many of its chunks failed, and no deleted one', async () => {
    const meeting = await fixture.begin();
    await fixture.run(meeting, 'prepare', () => Promise.resolve({ nextParts: 3 }));
    await fixture.run(meeting, 'transcribe', badInput);
    const gone = await failed();
    await fixture.dataSource.manager.update(Meeting, gone.id, { deletedAt: new Date() });
    expect(await meetingsOf({}, all)).toEqual([meeting.id]);
  });

  it('is read on from where a page ended, though several failed at the same moment', async () => {
    const ids = [await failed(), await failed(), await failed(), await failed()].map(
      ({ id }) => id,
    );
    await fixture.dataSource.manager.update(
      StageRun,
      { status: 'failed' },
      { finishedAt: new Date() },
    );
    const read: string[] = [];
    let before: { atUs: string; id: string } | null = null;
    for (let page = 0; page < 4; page++) {
      const [first] = await failures.list({}, { before, limit: 1 });
      if (first === undefined) break;
      read.push(first.meetingId);
      before = { atUs: first.failedUs, id: first.id };
    }
    expect(read.toSorted()).toEqual(ids.toSorted());
    expect(await failures.list({}, { before, limit: 1 })).toEqual([]);
  });
});

describe('why something failed', () => {
  it('is told to users in other words than to operators', async () => {
    const owner = await someone();
    const meeting = await failed(owner, refused);
    const { error } = await fixture.reload(meeting);
    expect(error).toEqual({
      ...{ code: 'provider_key_refused', retryable: true, stage: 'prepare' },
      message: expect.stringContaining('does not let this server in'),
    });
    expect(await failures.list({ workspaceId: owner.workspaceId }, all)).toEqual([
      expect.objectContaining({ message: 'Set the key.' }),
    ]);
  });

  it('is known of deliveries and metrics too, also while the meeting is made anew', async () => {
    const owner = await someone();
    const { id } = await withFailedDelivery(owner, badInput);
    const told = async () => (await fixture.pipeline.progress(owner, [id])).get(id);
    const failedOf = {
      analyze: { code: 'invalid_input', message: 'No sound.', retryable: false },
      sync: expect.objectContaining({ code: 'provider_key_refused' }),
    };
    expect(await told()).toMatchObject({ stage: 'sync', percent: 100, failed: failedOf });
    await fixture.dataSource.manager.update(Meeting, id, { nextGeneration: 2 });
    await fixture.dataSource.query(
      `INSERT INTO stage_runs (id, workspace_id, user_id, meeting_id, stage, generation)
       VALUES (gen_random_uuid(), $1, $2, $3, 'assemble', 2)`,
      [owner.workspaceId, owner.userId, id],
    );
    expect(await told()).toMatchObject({ failed: failedOf });
  });
});

describe('running failures again', () => {
  it('takes those named, as a retry does, with a ticket, and records it where the meeting is', async () => {
    const owner = await someone();
    const meeting = await failed(owner);
    const [delivery, other] = [await withFailedDelivery(owner), await failed()];
    await fixture.redis.client.flushall();
    const unknown = crypto.randomUUID();
    const meetingIds = [meeting.id, delivery.id, unknown];
    const answer = await failures.rerun(operator, { meetingIds });
    expect({ ...answer, rerun: answer.rerun.toSorted() }).toEqual({
      ...{ rerun: [meeting.id, delivery.id].toSorted(), notFailed: [unknown], remaining: 0 },
    });
    expect(await fixture.reload(meeting)).toMatchObject({ status: 'PENDING', error: null });
    expect(await fixture.reload(delivery)).toMatchObject({ dashboardStatus: 'PENDING' });
    expect(await fixture.reload(other)).toMatchObject({ status: 'FAILED' });
    expect(await fixture.tickets('transcription')).toBe(1);
    expect(await fixture.tickets('dashboard-sync')).toBe(1);
    expect((await eventsOf(fixture.dataSource, meeting.id)).at(-1)).toEqual({
      ...{ kind: 'meeting.updated', details: { fields: ['status'] } },
    });
    const database = createDatabase(fixture.dataSource);
    await sealJournal({
      database,
      transact: createTransact(fixture.dataSource),
      auditKeys: createAuditKeys(['a key of the tests']),
    });
    const entries: unknown = await fixture.dataSource.query(
      'SELECT subject, actor, details FROM audit_events WHERE workspace_id = $1 ORDER BY subject',
      [owner.workspaceId],
    );
    expect(entries).toEqual([
      ...[
        { subject: meeting.id, stages: 'prepare' },
        { subject: delivery.id, stages: 'sync' },
      ].map(({ subject, stages }) => ({
        ...{ subject, actor: 'system:the command line', details: { stages, by: 'operator' } },
      })),
    ]);
  });

  it('takes by reason what has failed longest, as many as asked for, and says how many are left', async () => {
    const owners = [await someone(), await someone(), await someone()];
    const broken: Meeting[] = [];
    for (const owner of owners) broken.push(await failed(owner, refused));
    await failed(owners[0]);
    const filter = { reason: 'provider_key_refused' };
    const first = await failures.rerun(operator, { filter, limit: 2 });
    const ids = broken.map(({ id }) => id);
    expect(first.remaining).toBe(1);
    expect(first.rerun.toSorted()).toEqual(ids.slice(0, 2).toSorted());
    const rest = await failures.rerun(operator, { filter, limit: 2 });
    expect(rest).toEqual({ rerun: ids.slice(2), notFailed: [], remaining: 0 });
  });

  it('is told before it is done, to the same meetings, with all that would run again of each', async () => {
    const owner = await someone();
    const oldest = await withFailedDelivery(owner, badInput);
    for (const next of [await someone(), await someone()]) await withFailedDelivery(next);
    const asked = { filter: { stage: 'sync' as const }, limit: 2 };
    const plan = await failures.plan(asked);
    const planned = plan.failures.filter(({ meetingId }) => meetingId === oldest.id);
    expect(planned.map(({ stage }) => stage).toSorted()).toEqual(['analyze', 'sync']);
    expect(plan.remaining).toBe(1);
    expect(await failures.plan(asked)).toEqual(plan);

    const done = await failures.rerun(operator, asked);
    const ids = new Set(plan.failures.map(({ meetingId }) => meetingId));
    expect(new Set(done.rerun)).toEqual(ids);
    expect(done.remaining).toBe(plan.remaining);
    const unknown = crypto.randomUUID();
    expect(await failures.plan({ meetingIds: [oldest.id, unknown] })).toEqual({
      ...{ failures: [], notFailed: [oldest.id, unknown], remaining: 0 },
    });
  });

  it('is done with a delivery whose analysis runs again: it follows by itself', async () => {
    const { id } = await withFailedDelivery(await someone(), badInput);
    const filter = { stage: 'sync' } as const;
    expect(await failures.rerun(operator, { filter, limit: 10 })).toEqual({
      ...{ rerun: [id], notFailed: [], remaining: 0 },
    });
    expect(await meetingsOf({}, all)).toEqual([]);
  });

  it('has each run once when two ask at the same moment', async () => {
    const { id } = await failed();
    const asked = { meetingIds: [id] };
    const both = await Promise.all([
      failures.rerun(operator, asked),
      failures.rerun(operator, asked),
    ]);
    expect(both.flatMap(({ rerun }) => rerun)).toEqual([id]);
  });
});
