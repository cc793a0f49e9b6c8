import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MeetingGeneration, StageRun, type Meeting } from '@memo/entities';
import { createTransact } from '@memo/entities/connections';
import { Transcript, TranscriptGeneration } from '@memo/entities/transcripts';
import { waitFor } from '@memo/testing';
import { badInput, noReason, nothing, onCompleted, outlineOf } from '../test/completed-meeting.ts';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';
import { unlessHeld } from './delivery-held.ts';

let fixture: PipelineFixture;
let on: ReturnType<typeof onCompleted>;

beforeAll(async () => {
  fixture = await startPipeline();
  on = onCompleted(fixture);
});

afterAll(() => fixture.close());

beforeEach(() => fixture.redis.client.flushall());

const reprocess = (
  { id, generation }: Meeting,
  from: 'transcribe' | 'assemble' | 'summarize',
  anew = false,
) =>
  createTransact(fixture.dataSource)((tx) =>
    fixture.pipeline.reprocess(fixture.scope, tx, id, {
      asked: { from },
      sound: { generation, anew },
    }),
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
        ...{ asked: { ...asked, languages: [...asked.languages] }, sound: null },
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

  it('is not begun from a generation that is shown no more', async () => {
    const meeting = await on.completed([]);
    await reprocess(meeting, 'summarize');
    await on.runQueued(meeting, 'summarize', nothing);
    const shown = await fixture.reload(meeting);
    // Looked at before the other one was shown.
    expect(await reprocess(meeting, 'transcribe')).toEqual({ kind: 'shown_changed' });
    expect(await fixture.reload(meeting)).toMatchObject({ generation: 2, nextGeneration: null });
    expect(await reprocess(shown, 'transcribe')).toMatchObject({ kind: 'begun' });
  });

  it('given up, has given up what waited of it, which counts neither as work nor as a failure', async () => {
    const meeting = await on.completed([]);
    const before = (await fixture.pipeline.counts()).transcription;
    await reprocess(meeting, 'transcribe');
    const [first] = await on.queuedChunks(meeting);
    await fixture.runOne(first, badInput);
    expect(await on.runsOf(meeting, 2)).toEqual([
      ...[prepared, 'transcribe 0 failed', 'transcribe 1 given_up'],
    ]);
    const { failed, waiting } = (await fixture.pipeline.counts()).transcription;
    expect([failed, waiting]).toEqual([before.failed + 1, before.waiting]);
  });

  it('leaves the twenty that were shown last and the twenty that failed last, and all words they stand on', async () => {
    const meeting = await on.completed([]);
    const { manager } = fixture.dataSource;
    const shown = await on.wordsOf(meeting, 2);
    const shared = await on.wordsOf(meeting, 3);
    const own = await on.wordsOf(meeting, 5);
    const stands = { meetingId: meeting.id };
    const first = await manager.findOneByOrFail(Transcript, stands);
    await manager.update(Transcript, stands, { generationId: shown });
    const minute = (at: number) => new Date(at * 60_000);
    // Those that were shown the longest ago; the words of the first are shown, and the fourth stands on those of the next.
    await on.known(meeting, { generation: 2, keptAt: minute(1), outline: outlineOf(shown) });
    await on.known(meeting, { generation: 3, keptAt: minute(2), outline: outlineOf(shared) });
    await on.known(meeting, { generation: 5, keptAt: minute(5), outline: outlineOf(own) });
    await on.known(meeting, { generation: 4, keptAt: minute(90), outline: outlineOf(shared) });
    for (let at = 6; at <= 24; at += 1)
      await on.known(meeting, { generation: at, keptAt: minute(at) });
    for (let at = 25; at <= 45; at += 1)
      await on.known(meeting, { generation: at, error: noReason });
    await reprocess(meeting, 'summarize');
    const left = await manager.findBy(MeetingGeneration, { meetingId: meeting.id });
    const [isKept, others] = [true, false].map((kept) =>
      left.filter(({ keptAt }) => (keptAt !== null) === kept).map(({ generation }) => generation),
    );
    const range = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => from + index);
    expect(new Set(isKept)).toEqual(new Set([4, ...range(6, 24)]));
    // The last of them is the one that was just begun, with a number that only this list knew to be free.
    expect(new Set(others)).toEqual(new Set(range(26, 46)));
    const kept = await manager.findBy(TranscriptGeneration, { meetingId: meeting.id });
    expect(kept.map(({ id }) => id).sort()).toEqual([first.generationId, shown, shared].sort());
  });

  it('is not brought back while its delivery is just being ended, and is a moment later', async () => {
    const meeting = await on.completed([]);
    await reprocess(meeting, 'summarize');
    await on.runQueued(meeting, 'summarize', nothing);
    // Held by the worker that ends it, which would wait for the meeting next.
    const worker = fixture.dataSource.createQueryRunner();
    await worker.startTransaction();
    await worker.query(
      `SELECT FROM stage_runs WHERE meeting_id = $1 AND generation = 1 AND stage = 'sync' FOR UPDATE`,
      [meeting.id],
    );
    const held = { kind: 'conflict', code: 'delivery_under_way' };
    await expect(unlessHeld(() => restore(meeting, 1))).rejects.toMatchObject(held);
    expect(await fixture.reload(meeting)).toMatchObject({ generation: 2, restored: 0 });
    let tries = 0;
    const restored = await unlessHeld(async () => {
      tries += 1;
      if (tries === 3) await worker.rollbackTransaction();
      return restore(meeting, 1);
    });
    await worker.release();
    expect([restored.kind, tries]).toEqual(['restored', 3]);
    expect(await fixture.reload(meeting)).toMatchObject({ generation: 1, restored: 1 });
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
