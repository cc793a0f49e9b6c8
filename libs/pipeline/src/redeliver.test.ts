import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Meeting } from '@memo/entities';
import { createTransact, managerOf } from '@memo/entities/connections';
import { AppError } from '@memo/errors';
import { waitFor } from '@memo/testing';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';
import type { RetryAnswer } from './retry.ts';
import type { StageWork } from './stage-output.ts';

let fixture: PipelineFixture;

const nothing: StageWork = () => Promise.resolve({});
const badInput: StageWork = () => Promise.reject(new AppError('invalid_input', 'No sound.'));

beforeAll(async () => {
  fixture = await startPipeline();
});

afterAll(() => fixture.close());

beforeEach(() => fixture.redis.client.flushall());

const retry = (meeting: Meeting): Promise<RetryAnswer> =>
  createTransact(fixture.dataSource)((tx) => fixture.pipeline.retry(fixture.scope, tx, meeting.id));

const progressOf = async ({ id, workspaceId }: Meeting) =>
  (await fixture.pipeline.progress({ workspaceId }, [id])).get(id);

const deliveriesOf = async (meeting: Meeting) =>
  (await fixture.runs(meeting, 'sync')).map(({ status }) => status);

async function summarized(): Promise<Meeting> {
  const meeting = await fixture.begin();
  for (const stage of ['prepare', 'transcribe', 'assemble', 'summarize'] as const) {
    await fixture.run(meeting, stage, nothing);
  }
  return meeting;
}

describe('a retried analysis', () => {
  /** Delivered without metrics, or not delivered at all. */
  async function failedAnalysis(delivery: StageWork): Promise<Meeting> {
    const meeting = await summarized();
    await fixture.run(meeting, 'analyze', badInput);
    await fixture.run(meeting, 'sync', delivery);
    return meeting;
  }

  it('is at work, not the delivery that went out without it', async () => {
    const meeting = await failedAnalysis(nothing);
    expect(await retry(meeting)).toEqual({ kind: 'retried', stages: ['analyze'] });
    expect(await fixture.reload(meeting)).toMatchObject({
      status: 'COMPLETED',
      analyticsStatus: 'PENDING',
    });
    expect(await progressOf(meeting)).toEqual({ stage: 'analyze', percent: 100, note: null });
  });

  it('is delivered after it succeeded, by the one delivery there is', async () => {
    const meeting = await failedAnalysis(nothing);
    await retry(meeting);
    await fixture.redis.client.flushall();
    await fixture.run(meeting, 'analyze', nothing);
    expect(await deliveriesOf(meeting)).toEqual(['queued']);
    expect(await fixture.tickets('dashboard-sync')).toBe(1);
    expect(await fixture.run(meeting, 'sync', nothing)).toEqual([{ kind: 'done' }]);
    expect(await deliveriesOf(meeting)).toEqual(['succeeded']);
  });

  it('that fails again tells the dashboard nothing it does not know', async () => {
    const meeting = await failedAnalysis(nothing);
    await retry(meeting);
    await fixture.run(meeting, 'analyze', badInput);
    expect(await deliveriesOf(meeting)).toEqual(['succeeded']);
  });

  it.each([
    ['succeeds', nothing],
    ['fails again', badInput],
  ])('takes a failed delivery with it once it %s', async (_, second) => {
    const meeting = await failedAnalysis(badInput);
    expect(await retry(meeting)).toEqual({ kind: 'retried', stages: ['analyze'] });
    expect((await fixture.reload(meeting)).dashboardStatus).toBe('PENDING');
    expect(await deliveriesOf(meeting)).toEqual(['failed']);
    expect((await retry(meeting)).kind).toBe('nothing_failed');
    await fixture.run(meeting, 'analyze', second);
    expect(await deliveriesOf(meeting)).toEqual(['queued']);
  });

  it('is followed by a delivery of its own when one without it is under way', async () => {
    const meeting = await failedAnalysis(() =>
      Promise.reject(new AppError('unavailable', 'The dashboard is down.')),
    );
    await retry(meeting);
    const delivered: string[] = [];
    await fixture.run(meeting, 'sync', async () => {
      await fixture.run(meeting, 'analyze', nothing);
      delivered.push('without metrics');
      return {};
    });
    expect(await deliveriesOf(meeting)).toEqual(['queued']);
    await fixture.run(meeting, 'sync', () => {
      delivered.push('with metrics');
      return Promise.resolve({});
    });
    expect(delivered).toEqual(['without metrics', 'with metrics']);
  });

  it('that fails again does not get in the way of a delivery that ends at the same moment', async () => {
    const meeting = await failedAnalysis(() =>
      Promise.reject(new AppError('unavailable', 'Down.')),
    );
    await retry(meeting);
    let analysis: Promise<unknown> = Promise.resolve();
    await fixture.run(meeting, 'sync', () =>
      Promise.resolve({
        write: async (tx) => {
          // The delivery holds its run and not yet its meeting.
          analysis = fixture.run(meeting, 'analyze', badInput);
          await waitFor('the analysis to end or to wait for this one', async () => {
            const [analyze] = await fixture.runs(meeting, 'analyze');
            const [waiting]: { count: number }[] = await fixture.dataSource.query(
              `SELECT count(*)::int FROM pg_stat_activity
               WHERE wait_event_type = 'Lock' AND datname = current_database()`,
            );
            return analyze?.status === 'failed' || waiting?.count === 1;
          });
          const delivered = { dashboardStatus: 'DELIVERED' } as const;
          await managerOf(tx).update(Meeting, { id: meeting.id }, delivered);
        },
      }),
    );
    await analysis;
    expect(await deliveriesOf(meeting)).toEqual(['succeeded']);
    expect(await fixture.reload(meeting)).toMatchObject({
      analyticsStatus: 'FAILED',
      dashboardStatus: 'DELIVERED',
    });
  });

  it("and a delivery that end at the same moment do not get in each other's way", async () => {
    const meetings = await Promise.all(
      Array.from({ length: 6 }, () =>
        failedAnalysis(() => Promise.reject(new AppError('unavailable', 'Down.'))),
      ),
    );
    await Promise.all(meetings.map((meeting) => retry(meeting)));
    const outcomes = await Promise.all(
      meetings.flatMap((meeting) => [
        fixture.run(meeting, 'analyze', nothing),
        fixture.run(meeting, 'sync', nothing),
      ]),
    );
    // A delivery that began too early is taken over by the next.
    for (const { kind } of outcomes.flat()) expect(['done', 'lost']).toContain(kind);
    for (const meeting of meetings) {
      expect((await fixture.reload(meeting)).analyticsStatus).toBe('COMPLETED');
      expect(await fixture.runs(meeting, 'sync')).toHaveLength(1);
    }
  });
});

describe('a failed delivery', () => {
  it('is tried again by itself when the analysis is there', async () => {
    const meeting = await summarized();
    await fixture.run(meeting, 'analyze', nothing);
    await fixture.run(meeting, 'sync', badInput);
    expect((await fixture.reload(meeting)).dashboardStatus).toBe('FAILED');
    expect(await retry(meeting)).toEqual({ kind: 'retried', stages: ['sync'] });
    expect(await fixture.reload(meeting)).toMatchObject({
      status: 'COMPLETED',
      analyticsStatus: 'COMPLETED',
      dashboardStatus: 'PENDING',
    });
  });
});
