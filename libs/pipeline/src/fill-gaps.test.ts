import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MeetingGeneration, StageRun, type Meeting, type Stage } from '@memo/entities';
import { createTransact, managerOf } from '@memo/entities/connections';
import type { Transcript } from '@memo/entities/transcripts';
import { AppError } from '@memo/errors';
import type { RunOutcome } from '@memo/ledger';
import { buildTranscript, eventsOf, waitFor } from '@memo/testing';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';
import type { StageWork } from './run-stage.ts';

let fixture: PipelineFixture;

beforeAll(async () => {
  fixture = await startPipeline();
});

afterAll(() => fixture.close());

beforeEach(() => fixture.redis.client.flushall());

const nothing: StageWork = () => Promise.resolve({});
const badInput: StageWork = () => Promise.reject(new AppError('invalid_input', 'No sound.'));

const chunks = [
  { side: null, startMs: 0, endMs: 60_000 },
  { side: null, startMs: 50_000, endMs: 120_000 },
];

type Gap = NonNullable<Transcript['coverage']>['gaps'][number];

const aGap: Gap = { side: null, start_ms: 70_000, end_ms: 80_000, reason: 'no_words' };

const inBothChunks: Gap[] = [{ ...aGap, start_ms: 10_000 }];

const coverage = (gaps: Gap[]): Transcript['coverage'] => ({
  ...{ speech_ms: 120_000, transcribed_ms: 110_000, share: 0.9166, gaps, chunks: 2 },
  ...{ chunks_retried: 0, loops_removed: 0, seams_repaired: 1, speakers_matched: 0 },
});

/** A COMPLETED meeting of two chunks whose transcript has these gaps. */
async function completed(gaps: Gap[] = [aGap]): Promise<Meeting> {
  const meeting = await fixture.begin();
  await fixture.run(meeting, 'prepare', () =>
    Promise.resolve({ result: { chunks }, nextParts: 2 }),
  );
  await fixture.run(meeting, 'transcribe', ({ part }) => Promise.resolve({ result: { part } }));
  const { manager } = fixture.dataSource;
  await buildTranscript(manager, fixture.scope, meeting.id, ['Hello'], {
    coverage: coverage(gaps),
  });
  for (const stage of ['assemble', 'summarize', 'analyze', 'sync'] as const) {
    await fixture.run(meeting, stage, nothing);
  }
  return fixture.reload(meeting);
}

const retry = ({ id }: Meeting) =>
  createTransact(fixture.dataSource)((tx) => fixture.pipeline.retry(fixture.scope, tx, id));

const runsOf = async ({ id: meetingId }: Meeting, generation: number) => {
  const where = { meetingId, generation };
  const runs = await fixture.dataSource.manager.find(StageRun, { where });
  return runs
    .map(({ stage, part, status }) => `${stage} ${part} ${status}`)
    .sort((a, b) => a.localeCompare(b));
};

/** Runs what is queued of a stage. */
async function runQueued({ id: meetingId }: Meeting, stage: Stage, work: StageWork) {
  const { manager } = fixture.dataSource;
  const queued = await manager.findBy(StageRun, { meetingId, stage, status: 'queued' });
  for (const { id } of queued) {
    // Those of a generation that was given up have failed with it.
    if (await manager.existsBy(StageRun, { id, status: 'queued' })) await fixture.runOne(id, work);
  }
  return queued.length;
}

const queuedChunks = async ({ id: meetingId }: Meeting) => {
  const runs = await fixture.dataSource.manager.find(StageRun, {
    where: { meetingId, stage: 'transcribe', status: 'queued' },
    order: { part: 'ASC' },
  });
  const [first, second] = runs.map(({ id }) => id);
  if (first === undefined || second === undefined) throw new Error('Two chunks are queued.');
  return [first, second] as const;
};

const progressOf = async ({ id, workspaceId }: Meeting) =>
  (await fixture.pipeline.progress({ workspaceId }, [id])).get(id);

describe('a completed meeting whose transcript has a gap', () => {
  it('has the chunk with the gap run again, beside what is shown, and no other', async () => {
    const meeting = await completed();
    await fixture.redis.client.flushall();
    expect(await retry(meeting)).toEqual({ kind: 'retried', stages: ['transcribe'] });
    expect(await fixture.reload(meeting)).toMatchObject({
      ...{ status: 'PROCESSING', generation: 1, nextGeneration: 2, reprocess: { from: 'gaps' } },
      ...{ analyticsStatus: 'COMPLETED', dashboardStatus: 'PENDING' },
    });
    expect(await runsOf(meeting, 2)).toEqual([
      'prepare 0 succeeded',
      'transcribe 0 succeeded',
      'transcribe 1 queued',
    ]);
    expect(await progressOf(meeting)).toEqual({ stage: 'transcribe', percent: 45, note: null });
    expect(await fixture.tickets('transcription')).toBe(1);
  });

  it('is COMPLETED with the new generation once its note is there, and is analysed anew', async () => {
    const meeting = await completed();
    await retry(meeting);
    for (const stage of ['transcribe', 'assemble', 'summarize'] as const) {
      expect(await runQueued(meeting, stage, nothing)).toBe(1);
    }
    expect(await fixture.reload(meeting)).toMatchObject({
      ...{ status: 'COMPLETED', generation: 2, nextGeneration: null, reprocess: null },
      analyticsStatus: 'PENDING',
    });
    expect(await runQueued(meeting, 'analyze', nothing)).toBe(1);
    expect(await runQueued(meeting, 'sync', nothing)).toBe(1);
  });

  it.each<Stage>(['transcribe', 'assemble', 'summarize'])(
    'is COMPLETED as it was when its %s fails for good, says why, and can be retried',
    async (failing) => {
      const meeting = await completed(inBothChunks);
      await retry(meeting);
      for (const stage of ['transcribe', 'assemble', 'summarize'] as const) {
        await runQueued(meeting, stage, stage === failing ? badInput : nothing);
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
      expect((await retry(meeting)).kind).toBe('retried');
      expect(await fixture.reload(meeting)).toMatchObject({
        ...{ nextGeneration: 3, reprocessError: null },
      });
    },
  );

  it('gives each try an epoch of its own, so that no object in storage is written over', async () => {
    const meeting = await completed(inBothChunks);
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
      await retry(meeting);
      const [first, second] = await queuedChunks(meeting);
      await fixture.runOne(second, outOfOrder);
      await fixture.runOne(first, note);
    }
    expect(epochs).toEqual([2, 2, 3, 3]);
  });

  it('is COMPLETED as it was when two of its chunks fail at the same moment', async () => {
    const meeting = await completed(inBothChunks);
    await retry(meeting);
    const chunksRun = await queuedChunks(meeting);
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
    const meeting = await completed();
    const { id: meetingId } = meeting;
    const { manager } = fixture.dataSource;
    const analyze = { meetingId, stage: 'analyze', generation: 1 } as const;
    await manager.update(StageRun, analyze, { status: 'queued' });
    await retry(meeting);
    for (const stage of ['transcribe', 'assemble'] as const)
      await runQueued(meeting, stage, nothing);
    await createTransact(fixture.dataSource)(async (tx) => {
      // As a claim does, which writes the meeting then.
      await managerOf(tx).findOneOrFail(StageRun, {
        where: analyze,
        lock: { mode: 'pessimistic_write' },
      });
      await runQueued(meeting, 'summarize', nothing);
    });
    expect(await fixture.reload(meeting)).toMatchObject({ status: 'COMPLETED', generation: 2 });
  });

  it('runs once at a time, however many ask at the same moment', async () => {
    const meeting = await completed();
    const answers = await Promise.all(Array.from({ length: 8 }, () => retry(meeting)));
    expect(answers.filter(({ kind }) => kind === 'retried')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'runs_anew')).toHaveLength(7);
  });

  it('has its failed metrics retried as well', async () => {
    const meeting = await completed();
    const failed = { meetingId: meeting.id, stage: 'analyze' } as const;
    await fixture.dataSource.manager.update(StageRun, failed, { status: 'failed' });
    expect(await retry(meeting)).toEqual({ kind: 'retried', stages: ['analyze', 'transcribe'] });
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
    const meeting = await completed(gaps);
    const state = { status: 'COMPLETED', analytics: 'COMPLETED', dashboard: 'PENDING' };
    expect(await retry(meeting)).toEqual({ kind: 'nothing_failed', state, lacks });
    expect(await fixture.reload(meeting)).toEqual(meeting);
  });
});

const reprocess = ({ id }: Meeting, from: 'transcribe' | 'assemble' | 'summarize', anew = false) =>
  createTransact(fixture.dataSource)((tx) =>
    fixture.pipeline.reprocess(fixture.scope, tx, id, { asked: { from }, anew }),
  );

const restore = ({ id: meetingId }: Meeting, generation: number) =>
  createTransact(fixture.dataSource)((tx) =>
    fixture.pipeline.restore(fixture.scope, tx, { meetingId, generation }, () =>
      Promise.resolve(true),
    ),
  );

describe('a completed meeting that is reprocessed', () => {
  const prepared = 'prepare 0 succeeded';
  const transcribed = ['transcribe 0 succeeded', 'transcribe 1 succeeded'];

  it.each([
    ['transcribe', [prepared, 'transcribe 0 queued', 'transcribe 1 queued']],
    ['assemble', ['assemble 0 queued', prepared, ...transcribed]],
    ['summarize', ['assemble 0 succeeded', prepared, 'summarize 0 queued', ...transcribed]],
  ] as const)(
    'takes over what comes before %s, and runs the rest beside what is shown',
    async (from, runs) => {
      const meeting = await completed([]);
      await fixture.redis.client.flushall();
      expect(await reprocess(meeting, from)).toEqual({ kind: 'begun', stages: [from] });
      expect(await fixture.reload(meeting)).toMatchObject({
        ...{ status: 'PROCESSING', generation: 1, nextGeneration: 2, reprocess: { from } },
        analyticsStatus: 'COMPLETED',
      });
      expect(await runsOf(meeting, 2)).toEqual(runs);
      expect(await fixture.tickets('transcription')).toBe(from === 'transcribe' ? 2 : 1);
    },
  );

  it('is prepared anew where it is asked to be, and else of the chunks it has', async () => {
    const meeting = await completed([]);
    expect(await reprocess(meeting, 'transcribe', true)).toMatchObject({ stages: ['prepare'] });
    expect(await runsOf(meeting, 2)).toEqual(['prepare 0 queued']);
  });

  it('runs once at a time, however many ask at the same moment', async () => {
    const meeting = await completed();
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => reprocess(meeting, 'summarize')),
      ...Array.from({ length: 4 }, () => retry(meeting)),
    ]);
    const begun = answers.filter(({ kind }) => kind === 'begun' || kind === 'retried');
    expect(begun).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'runs_anew')).toHaveLength(7);
  });

  it('goes on where a worker that was killed left it, and neither loses nor doubles a part', async () => {
    const meeting = await completed([]);
    await reprocess(meeting, 'transcribe');
    const [first, second] = await queuedChunks(meeting);
    const died = {
      status: 'running',
      epoch: 2,
      leaseUntil: new Date(Date.now() - 60_000),
    } as const;
    await fixture.dataSource.manager.update(StageRun, first, died);
    const heard: number[] = [];
    for (const id of [second, first]) {
      await fixture.runOne(id, ({ part, epoch }) => {
        heard.push(part);
        return Promise.resolve({ result: { part, epoch } });
      });
    }
    for (const stage of ['assemble', 'summarize'] as const) {
      expect(await runQueued(meeting, stage, nothing)).toBe(1);
    }
    expect(heard).toEqual([1, 0]);
    expect(await fixture.reload(meeting)).toMatchObject({ status: 'COMPLETED', generation: 2 });
    expect(await runsOf(meeting, 2)).toEqual([
      ...['analyze 0 queued', 'assemble 0 succeeded', prepared, 'summarize 0 succeeded'],
      ...transcribed,
    ]);
  });

  it('is COMPLETED as it was when it fails, and the generation says why', async () => {
    const meeting = await completed([]);
    await reprocess(meeting, 'summarize');
    await runQueued(meeting, 'summarize', badInput);
    const reprocessError = { stage: 'summarize', message: 'No sound.' };
    expect(await fixture.reload(meeting)).toMatchObject({
      ...{ status: 'COMPLETED', generation: 1, nextGeneration: null, reprocessError },
    });
    const failed = { meetingId: meeting.id, generation: 2 };
    const { manager } = fixture.dataSource;
    expect(await manager.findOneByOrFail(MeetingGeneration, failed)).toMatchObject({
      error: reprocessError,
    });
  });

  it('has what it asked for once it is shown, and its earlier generation is delivered anew when it is back', async () => {
    const meeting = await completed([]);
    const { id } = meeting;
    const asked = { from: 'summarize', languages: ['de'], speakersExpected: 3 } as const;
    await createTransact(fixture.dataSource)((tx) =>
      fixture.pipeline.reprocess(fixture.scope, tx, id, {
        ...{ asked: { ...asked, languages: [...asked.languages] }, anew: false },
      }),
    );
    expect((await fixture.reload(meeting)).languages).toEqual([]);
    await runQueued(meeting, 'summarize', nothing);
    expect(await fixture.reload(meeting)).toMatchObject({ languages: ['de'], speakersExpected: 3 });

    const { manager } = fixture.dataSource;
    await manager.update('Meeting', { id }, { analyticsStatus: 'COMPLETED' });
    expect(await restore(meeting, 1)).toEqual({ kind: 'restored', stages: ['sync'] });
    expect(await fixture.reload(meeting)).toMatchObject({
      ...{ status: 'COMPLETED', generation: 1, dashboardStatus: 'PENDING' },
    });
    // What still waited for the other one.
    expect(await runsOf(meeting, 2)).not.toContain('analyze 0 queued');
    expect(await restore(meeting, 1)).toEqual({ kind: 'shown_already' });
  });
});

it.each(['PROCESSING', 'FAILED'] as const)(
  'a meeting that is %s for the first time is not reprocessed',
  async (status) => {
    const meeting = await fixture.begin();
    await fixture.run(meeting, 'prepare', status === 'FAILED' ? badInput : nothing);
    expect(await reprocess(meeting, 'transcribe')).toEqual({ kind: 'not_completed', status });
    expect(await restore(meeting, 1)).toEqual({ kind: 'not_completed', status });
  },
);
