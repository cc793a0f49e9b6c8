import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StageRun, type Meeting, type Stage } from '@memo/entities';
import { createTransact, managerOf } from '@memo/entities/connections';
import { AppError } from '@memo/errors';
import type { RunOutcome } from '@memo/ledger';
import { eventsOf, waitFor } from '@memo/testing';
import {
  aGap,
  badInput,
  inBothChunks,
  nothing,
  onCompleted,
  type Gap,
} from '../test/completed-meeting.ts';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';
import type { StageWork } from './stage-output.ts';

let fixture: PipelineFixture;
let on: ReturnType<typeof onCompleted>;

beforeAll(async () => {
  fixture = await startPipeline();
  on = onCompleted(fixture);
});

afterAll(() => fixture.close());

beforeEach(() => fixture.redis.client.flushall());

const progressOf = async ({ id, workspaceId }: Meeting) =>
  (await fixture.pipeline.progress({ workspaceId }, [id])).get(id);

describe('a completed meeting whose transcript has a gap', () => {
  it('has the chunk with the gap run again, beside what is shown, and no other', async () => {
    const meeting = await on.completed();
    await fixture.redis.client.flushall();
    expect(await on.retry(meeting)).toEqual({ kind: 'retried', stages: ['transcribe'] });
    expect(await fixture.reload(meeting)).toMatchObject({
      ...{ status: 'PROCESSING', generation: 1, nextGeneration: 2, reprocess: { from: 'gaps' } },
      ...{ analyticsStatus: 'COMPLETED', dashboardStatus: 'PENDING' },
    });
    expect(await on.runsOf(meeting, 2)).toEqual([
      'prepare 0 succeeded',
      'transcribe 0 succeeded',
      'transcribe 1 queued',
    ]);
    expect(await progressOf(meeting)).toEqual({ stage: 'transcribe', percent: 45, note: null });
    expect(await fixture.tickets('transcription')).toBe(1);
  });

  it('is COMPLETED with the new generation once its note is there, and is analysed anew', async () => {
    const meeting = await on.completed();
    await on.retry(meeting);
    for (const stage of ['transcribe', 'assemble', 'summarize'] as const) {
      expect(await on.runQueued(meeting, stage, nothing)).toBe(1);
    }
    expect(await fixture.reload(meeting)).toMatchObject({
      ...{ status: 'COMPLETED', generation: 2, nextGeneration: null, reprocess: null },
      analyticsStatus: 'PENDING',
    });
    expect(await on.runQueued(meeting, 'analyze', nothing)).toBe(1);
    expect(await on.runQueued(meeting, 'sync', nothing)).toBe(1);
  });

  it.each<Stage>(['transcribe', 'assemble', 'summarize'])(
    'is COMPLETED as it was when its %s fails for good, says why, and can be retried',
    async (failing) => {
      const meeting = await on.completed(inBothChunks);
      await on.retry(meeting);
      for (const stage of ['transcribe', 'assemble', 'summarize'] as const) {
        await on.runQueued(meeting, stage, stage === failing ? badInput : nothing);
        if (stage === failing) break;
      }
      expect(await fixture.reload(meeting)).toMatchObject({
        ...{ status: 'COMPLETED', error: null, generation: 1, nextGeneration: null },
        reprocessError: { stage: failing, message: 'No sound.' },
      });
      const { id: meetingId } = meeting;
      const waiting = { meetingId, generation: 2, status: 'queued' } as const;
      expect(await fixture.dataSource.manager.countBy(StageRun, waiting)).toBe(0);
      const events = await eventsOf(fixture.dataSource, meetingId);
      expect(events.at(-1)).toEqual({ kind: 'meeting.updated', details: { fields: ['status'] } });
      expect((await on.retry(meeting)).kind).toBe('retried');
      expect(await fixture.reload(meeting)).toMatchObject({
        ...{ nextGeneration: 3, reprocessError: null },
      });
    },
  );

  it('gives each try an epoch of its own, so that no object in storage is written over', async () => {
    const meeting = await on.completed(inBothChunks);
    const epochs: number[] = [];
    const note: StageWork = ({ epoch }) => {
      epochs.push(epoch);
      return Promise.reject(new AppError('invalid_input', 'No sound.'));
    };
    const outOfOrder: StageWork = ({ epoch }) => {
      epochs.push(epoch);
      return Promise.reject(new AppError('unavailable', 'Busy.'));
    };
    for (let round = 0; round < 2; round++) {
      await on.retry(meeting);
      const [first, second] = await on.queuedChunks(meeting);
      await fixture.runOne(second, outOfOrder);
      await fixture.runOne(first, note);
    }
    expect(epochs).toEqual([2, 2, 3, 3]);
  });

  it('is COMPLETED as it was when two of its chunks fail at the same moment', async () => {
    const meeting = await on.completed(inBothChunks);
    await on.retry(meeting);
    const chunksRun = await on.queuedChunks(meeting);
    let failing: Promise<RunOutcome[]> = Promise.resolve([]);
    await createTransact(fixture.dataSource)(async (tx) => {
      await managerOf(tx).query('SELECT FROM meetings WHERE id = $1 FOR UPDATE', [meeting.id]);
      failing = Promise.all(chunksRun.map((id) => fixture.runOne(id, badInput)));
      await waitFor('both to have written their run and to wait for the meeting', async () => {
        const [waiting]: { count: number }[] = await fixture.dataSource.query(
          `SELECT count(*)::int FROM pg_stat_activity
           WHERE wait_event_type = 'Lock' AND datname = current_database()`,
        );
        return waiting?.count === 2;
      });
    });
    const outcomes = await failing;
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['failed', 'lost']);
    expect(await fixture.reload(meeting)).toMatchObject({
      ...{ status: 'COMPLETED', error: null, generation: 1, nextGeneration: null },
      reprocessError: { stage: 'transcribe' },
    });
  });

  it('is shown while a worker is just taking up what was left to do of the generation before', async () => {
    const meeting = await on.completed();
    const { id: meetingId } = meeting;
    const { manager } = fixture.dataSource;
    const analyze = { meetingId, stage: 'analyze', generation: 1 } as const;
    await manager.update(StageRun, analyze, { status: 'queued' });
    await on.retry(meeting);
    for (const stage of ['transcribe', 'assemble'] as const)
      await on.runQueued(meeting, stage, nothing);
    await createTransact(fixture.dataSource)(async (tx) => {
      // As a claim does, which writes the meeting then.
      await managerOf(tx).findOneOrFail(StageRun, {
        where: analyze,
        lock: { mode: 'pessimistic_write' },
      });
      await on.runQueued(meeting, 'summarize', nothing);
    });
    expect(await fixture.reload(meeting)).toMatchObject({ status: 'COMPLETED', generation: 2 });
  });

  it('runs once at a time, however many ask at the same moment', async () => {
    const meeting = await on.completed();
    const answers = await Promise.all(Array.from({ length: 8 }, () => on.retry(meeting)));
    expect(answers.filter(({ kind }) => kind === 'retried')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'runs_anew')).toHaveLength(7);
  });

  it('has its failed metrics retried as well', async () => {
    const meeting = await on.completed();
    const failed = { meetingId: meeting.id, stage: 'analyze' } as const;
    await fixture.dataSource.manager.update(StageRun, failed, { status: 'failed' });
    expect(await on.retry(meeting)).toEqual({ kind: 'retried', stages: ['analyze', 'transcribe'] });
  });
});

describe('a completed meeting without a gap that an engine could fill', () => {
  it.each<[string, Gap[], string]>([
    ['none at all', [], 'nothing'],
    [
      'what is missing from the file',
      [{ ...aGap, reason: 'missing_from_file' }],
      'missing_from_file',
    ],
    ['what is in no chunk that is known', [{ ...aGap, side: 1 }], 'chunks_unknown'],
  ])('is left alone: %s', async (_, gaps, lacks) => {
    const meeting = await on.completed(gaps);
    const state = { status: 'COMPLETED', analytics: 'COMPLETED', dashboard: 'PENDING' };
    expect(await on.retry(meeting)).toEqual({ kind: 'nothing_failed', state, lacks });
    expect(await fixture.reload(meeting)).toEqual(meeting);
  });
});
