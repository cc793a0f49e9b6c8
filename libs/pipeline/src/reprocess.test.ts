import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MeetingGeneration, StageRun, type Meeting } from '@memo/entities';
import { createTransact } from '@memo/entities/connections';
import { Transcript } from '@memo/entities/transcripts';
import { waitFor } from '@memo/testing';
import { badInput, nothing, onCompleted } from '../test/completed-meeting.ts';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';

let fixture: PipelineFixture;
let on: ReturnType<typeof onCompleted>;

beforeAll(async () => {
  fixture = await startPipeline();
  on = onCompleted(fixture);
});

afterAll(() => fixture.close());

beforeEach(() => fixture.redis.client.flushall());

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
      const meeting = await on.completed([]);
      await fixture.redis.client.flushall();
      expect(await reprocess(meeting, from)).toEqual({ kind: 'begun', stages: [from] });
      expect(await fixture.reload(meeting)).toMatchObject({
        ...{ status: 'PROCESSING', generation: 1, nextGeneration: 2, reprocess: { from } },
        analyticsStatus: 'COMPLETED',
      });
      expect(await on.runsOf(meeting, 2)).toEqual(runs);
      expect(await fixture.tickets('transcription')).toBe(from === 'transcribe' ? 2 : 1);
    },
  );

  it('goes on with the engine that gave its words, and asks the usual one where all is asked anew', async () => {
    const [assembled, transcribed] = [await on.completed([]), await on.completed([])];
    await reprocess(assembled, 'assemble');
    const { provider } = await fixture.dataSource.manager.findOneByOrFail(Transcript, {
      meetingId: assembled.id,
    });
    expect((await fixture.reload(assembled)).reprocess).toEqual({ from: 'assemble', provider });
    await reprocess(transcribed, 'transcribe');
    expect((await fixture.reload(transcribed)).reprocess).toEqual({ from: 'transcribe' });
  });

  it('is prepared anew where it is asked to be, and else of the chunks it has', async () => {
    const meeting = await on.completed([]);
    expect(await reprocess(meeting, 'transcribe', true)).toMatchObject({ stages: ['prepare'] });
    expect(await on.runsOf(meeting, 2)).toEqual(['prepare 0 queued']);
  });

  it('runs once at a time, however many ask at the same moment', async () => {
    const meeting = await on.completed();
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => reprocess(meeting, 'summarize')),
      ...Array.from({ length: 4 }, () => on.retry(meeting)),
    ]);
    const begun = answers.filter(({ kind }) => kind === 'begun' || kind === 'retried');
    expect(begun).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'runs_anew')).toHaveLength(7);
  });

  it('goes on where a worker that was killed left it, and neither loses nor doubles a part', async () => {
    const meeting = await on.completed([]);
    await reprocess(meeting, 'transcribe');
    const [first, second] = await on.queuedChunks(meeting);
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
      expect(await on.runQueued(meeting, stage, nothing)).toBe(1);
    }
    expect(heard).toEqual([1, 0]);
    expect(await fixture.reload(meeting)).toMatchObject({ status: 'COMPLETED', generation: 2 });
    expect(await on.runsOf(meeting, 2)).toEqual([
      ...['analyze 0 queued', 'assemble 0 succeeded', prepared, 'summarize 0 succeeded'],
      ...transcribed,
    ]);
  });

  it('is COMPLETED as it was when it fails, and the generation says why', async () => {
    const meeting = await on.completed([]);
    await reprocess(meeting, 'summarize');
    await on.runQueued(meeting, 'summarize', badInput);
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
    const meeting = await on.completed([]);
    const { id } = meeting;
    const asked = { from: 'summarize', languages: ['de'], speakersExpected: 3 } as const;
    await createTransact(fixture.dataSource)((tx) =>
      fixture.pipeline.reprocess(fixture.scope, tx, id, {
        ...{ asked: { ...asked, languages: [...asked.languages] }, anew: false },
      }),
    );
    expect((await fixture.reload(meeting)).languages).toEqual([]);
    await on.runQueued(meeting, 'summarize', nothing);
    expect(await fixture.reload(meeting)).toMatchObject({ languages: ['de'], speakersExpected: 3 });

    const { manager } = fixture.dataSource;
    await manager.update('Meeting', { id }, { analyticsStatus: 'COMPLETED' });
    expect(await restore(meeting, 1)).toEqual({ kind: 'restored', stages: ['sync'] });
    expect(await fixture.reload(meeting)).toMatchObject({
      ...{ status: 'COMPLETED', generation: 1, dashboardStatus: 'PENDING' },
    });
    // What still waited for the other one.
    expect(await on.runsOf(meeting, 2)).not.toContain('analyze 0 queued');
    expect(await restore(meeting, 1)).toEqual({ kind: 'shown_already' });
  });

  it('has its metrics still when an analysis of the other one waited for its return', async () => {
    const meeting = await on.completed([]);
    const { id: meetingId } = meeting;
    const { dataSource, pipeline, scope } = fixture;
    await reprocess(meeting, 'summarize');
    await on.runQueued(meeting, 'summarize', nothing);
    const waiting = { meetingId, generation: 2, stage: 'analyze' } as const;
    const { id } = await dataSource.manager.findOneByOrFail(StageRun, waiting);
    let claim: Promise<unknown> = Promise.resolve();
    await createTransact(dataSource)((tx) =>
      pipeline.restore(scope, tx, { meetingId, generation: 1 }, async () => {
        claim = fixture.runOne(id, nothing);
        await waitFor('the claim to wait for the meeting', async () => {
          const [locks] = await dataSource.query<{ waiting: boolean }[]>(
            `SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted
              AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())) AS waiting`,
          );
          return locks?.waiting;
        });
        return true;
      }),
    );
    await claim;
    expect((await fixture.reload(meeting)).analyticsStatus).not.toBe('PROCESSING');
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
