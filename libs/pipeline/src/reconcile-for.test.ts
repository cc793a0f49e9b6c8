import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Meeting, StageRun } from '@memo/entities';
import { createTransact } from '@memo/entities/connections';
import { AppError } from '@memo/errors';
import { buildAccount } from '@memo/testing';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';
import type { StageWork } from './stage-output.ts';

let fixture: PipelineFixture;

const badInput: StageWork = () => Promise.reject(new AppError('invalid_input', 'No sound.'));

beforeAll(async () => {
  fixture = await startPipeline();
});

afterAll(() => fixture.close());

beforeEach(() => fixture.redis.client.flushall());

const someone = () => buildAccount(fixture.dataSource.manager);

const failed = async (scope = fixture.scope): Promise<Meeting> => {
  const meeting = await fixture.begin(scope);
  await fixture.run(meeting, 'prepare', badInput);
  return meeting;
};

describe('redriving', () => {
  it("gives the caller's stranded runs a ticket and counts them while there is none", async () => {
    const owner = await someone();
    await fixture.begin(owner);
    const abandoned = await fixture.begin(owner);
    await fixture.dataSource.manager.update(
      StageRun,
      { meetingId: abandoned.id },
      { status: 'running', epoch: 1, leaseUntil: new Date(Date.now() - 60_000) },
    );
    await fixture.redis.client.flushall();
    expect(await fixture.pipeline.reconcileFor(owner)).toEqual({ runs: 2, reachable: true });
    expect(await fixture.tickets('transcription')).toBe(2);
    expect(await fixture.pipeline.reconcileFor(owner)).toEqual({ runs: 0, reachable: true });
  });

  it("leaves a colleague's work in the same workspace alone", async () => {
    const owner = await someone();
    const colleague = { ...owner, userId: (await someone()).userId };
    await fixture.begin(owner);
    await fixture.redis.client.flushall();
    expect(await fixture.pipeline.reconcileFor(colleague)).toEqual({ runs: 0, reachable: true });
    expect(await fixture.tickets('transcription')).toBe(0);
  });

  it('leaves a run alone that somebody works on', async () => {
    const owner = await someone();
    const meeting = await fixture.begin(owner);
    await fixture.run(meeting, 'prepare', async () => {
      await fixture.redis.client.flushall();
      expect(await fixture.pipeline.reconcileFor(owner)).toEqual({ runs: 0, reachable: true });
      return {};
    });
  });

  it('says when Redis is away', async () => {
    const owner = await someone();
    await fixture.begin(owner);
    fixture.redis.pause();
    const reconciled = await fixture.pipeline
      .reconcileFor(owner)
      .finally(() => fixture.redis.resume());
    expect(reconciled).toEqual({ runs: 0, reachable: false });
  });
});

describe('retrying all that failed', () => {
  const batch = (scope: Parameters<typeof fixture.pipeline.retryFailed>[0], after: string | null) =>
    createTransact(fixture.dataSource)(async (tx) => {
      const meetings = await fixture.pipeline.retryFailed(scope, tx, { after, limit: 2 });
      return meetings.map(({ id }) => id);
    });

  it("takes the caller's own, batch by batch, and nobody else's", async () => {
    const owner = await someone();
    const colleague = { ...owner, userId: (await someone()).userId };
    const theirs = await failed(colleague);
    const own = [await failed(owner), await failed(owner), await failed(owner)];
    const ids = own.map(({ id }) => id);
    expect(await batch(owner, null)).toEqual(ids.slice(0, 2));
    expect(await batch(owner, ids[1] ?? null)).toEqual(ids.slice(2));
    expect(await batch(owner, null)).toEqual([]);
    expect((await fixture.reload(theirs)).status).toBe('FAILED');
  });

  it('takes metrics and deliveries that failed, and leaves what is finished', async () => {
    const owner = await someone();
    const through = async (analyze: StageWork, sync: StageWork): Promise<Meeting> => {
      const meeting = await fixture.begin(owner);
      for (const stage of ['prepare', 'transcribe', 'assemble', 'summarize'] as const) {
        await fixture.run(meeting, stage, () => Promise.resolve({}));
      }
      await fixture.run(meeting, 'analyze', analyze);
      await fixture.run(meeting, 'sync', sync);
      return meeting;
    };
    const good: StageWork = () => Promise.resolve({});
    const [noMetrics, notDelivered] = [
      await through(badInput, good),
      await through(good, badInput),
    ];
    await through(good, good);
    expect(await batch(owner, null)).toEqual([noMetrics.id, notDelivered.id]);
    expect(await fixture.reload(noMetrics)).toMatchObject({
      ...{ status: 'COMPLETED', analyticsStatus: 'PENDING' },
    });
    expect(await fixture.reload(notDelivered)).toMatchObject({
      ...{ status: 'COMPLETED', dashboardStatus: 'PENDING' },
    });
  });

  it('does not meet a meeting again that failed again meanwhile', async () => {
    const owner = await someone();
    const meetings = [await failed(owner), await failed(owner)];
    const ids = await batch(owner, null);
    for (const meeting of meetings) await fixture.run(meeting, 'prepare', badInput);
    expect(await batch(owner, ids.at(-1) ?? null)).toEqual([]);
  });

  it('takes each once when two ask at the same moment', async () => {
    const owner = await someone();
    await failed(owner);
    await failed(owner);
    const both = await Promise.all([batch(owner, null), batch(owner, null)]);
    expect(both.flat()).toHaveLength(2);
  });
});

describe('forgetting a deleted meeting', () => {
  it('takes its waiting runs out of the ledger, and only its own', async () => {
    const [meeting, other] = [await fixture.begin(), await fixture.begin()];
    await fixture.dataSource.manager.update(Meeting, meeting.id, { deletedAt: new Date() });
    await fixture.pipeline.forget(fixture.scope, meeting.id);
    await fixture.pipeline.forget(fixture.scope, other.id);
    expect(await fixture.runs(meeting, 'prepare')).toEqual([]);
    expect(await fixture.runs(other, 'prepare')).toHaveLength(1);
  });
});
