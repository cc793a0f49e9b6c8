import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StageRun, type Meeting } from '@memo/entities';
import { createTransact } from '@memo/entities/connections';
import { AppError } from '@memo/errors';
import { buildAccount, type UserScope } from '@memo/testing';
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

const retry = (meeting: Meeting, scope: UserScope = fixture.scope): Promise<RetryAnswer> =>
  createTransact(fixture.dataSource)((tx) => fixture.pipeline.retry(scope, tx, meeting.id));

const progressOf = async ({ id, workspaceId }: Meeting) =>
  (await fixture.pipeline.progress({ workspaceId }, [id])).get(id);

const chunksOf = async (meeting: Meeting) =>
  (await fixture.runs(meeting, 'transcribe')).map(({ status }) => status);

/** A meeting of two chunks that are still to be transcribed. */
async function prepared(): Promise<Meeting> {
  const meeting = await fixture.begin();
  await fixture.run(meeting, 'prepare', () => Promise.resolve({ nextParts: 2 }));
  return meeting;
}

/** A meeting whose first chunk is done and whose second failed for good. */
async function withFailedChunk(): Promise<Meeting> {
  const meeting = await prepared();
  const [first, second] = await fixture.runs(meeting, 'transcribe');
  await fixture.runOne(first?.id ?? '', nothing);
  await fixture.runOne(second?.id ?? '', badInput);
  return meeting;
}

describe('a retried meeting', () => {
  it('runs only the chunk that failed again, and shows at once how far it is', async () => {
    const meeting = await withFailedChunk();
    expect((await fixture.reload(meeting)).error).toMatchObject({ retryable: false });
    expect(await retry(meeting)).toEqual({ kind: 'retried', stages: ['transcribe'] });
    expect(await fixture.reload(meeting)).toMatchObject({ status: 'PROCESSING', error: null });
    expect(await chunksOf(meeting)).toEqual(['succeeded', 'queued']);
    expect(await progressOf(meeting)).toEqual({ stage: 'transcribe', percent: 45, note: null });
    await fixture.run(meeting, 'transcribe', nothing);
    expect(await fixture.runs(meeting, 'assemble')).toHaveLength(1);
  });

  it('transcribes from its beginning again, in whatever order its chunks failed', async () => {
    const meeting = await fixture.begin();
    await fixture.run(meeting, 'prepare', () => Promise.resolve({ nextParts: 4 }));
    for (const { id } of (await fixture.runs(meeting, 'transcribe')).toReversed()) {
      await fixture.runOne(id, badInput);
    }
    await retry(meeting);
    const inOrder: { part: number }[] = await fixture.dataSource.query(
      `SELECT part FROM stage_runs WHERE meeting_id = $1 AND stage = 'transcribe' ORDER BY due_at, part DESC`,
      [meeting.id],
    );
    expect(inOrder.map(({ part }) => part)).toEqual([0, 1, 2, 3]);
  });

  it('is PENDING again when its preparation failed', async () => {
    const meeting = await fixture.begin();
    await fixture.run(meeting, 'prepare', badInput);
    await retry(meeting);
    expect(await fixture.reload(meeting)).toMatchObject({ status: 'PENDING', error: null });
    expect(await progressOf(meeting)).toEqual({ stage: 'prepare', percent: 0, note: null });
  });

  it('has all its tries and all its patience again, and its epoch goes on rising', async () => {
    const meeting = await fixture.begin();
    const busy: StageWork = () => Promise.reject(new AppError('unavailable', 'Busy.'));
    for (let attempt = 0; attempt < 4; attempt++) await fixture.run(meeting, 'prepare', busy);
    const [failed] = await fixture.runs(meeting, 'prepare');
    await fixture.dataSource.manager.update(StageRun, failed?.id ?? '', {
      crashes: 5,
      waits: 3,
      waitingFor: 'storage',
      waitedMs: 9_000,
      startedAt: new Date(Date.now() - 72 * 3_600_000),
    });
    await retry(meeting);
    expect((await fixture.runs(meeting, 'prepare'))[0]).toMatchObject({
      status: 'queued',
      attempts: 0,
      crashes: 0,
      waits: 0,
      waitingFor: null,
      waitedMs: 0,
      epoch: 4,
      error: null,
      leaseUntil: null,
      startedAt: null,
      finishedAt: null,
    });
    const limited: StageWork = () => Promise.reject(new AppError('rate_limited', 'Slow down.'));
    expect(await fixture.run(meeting, 'prepare', limited)).toMatchObject([{ kind: 'wait' }]);
    expect(await fixture.run(meeting, 'prepare', busy)).toMatchObject([{ kind: 'retry' }]);
  });

  it('has a ticket', async () => {
    const meeting = await fixture.begin();
    await fixture.run(meeting, 'prepare', badInput);
    await fixture.redis.client.flushall();
    await retry(meeting);
    expect(await fixture.tickets('transcription')).toBe(1);
  });

  it('gets its ticket of the sweeper when Redis was away', async () => {
    const meeting = await withFailedChunk();
    await fixture.redis.client.flushall();
    fixture.redis.pause();
    await retry(meeting).finally(() => fixture.redis.resume());
    await fixture.redis.client.flushall();
    expect(await fixture.pipeline.reconcile()).toBeGreaterThan(0);
    expect(await fixture.tickets('transcription')).toBeGreaterThan(0);
  });

  it('is retried once, however many ask at the same moment', async () => {
    const meeting = await withFailedChunk();
    const answers = await Promise.all(Array.from({ length: 8 }, () => retry(meeting)));
    expect(answers.filter(({ kind }) => kind === 'retried')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'nothing_failed')).toHaveLength(7);
  });

  it('goes on though other chunks of it are still at work', async () => {
    const meeting = await prepared();
    const [first, second] = await fixture.runs(meeting, 'transcribe');
    await fixture.runOne(first?.id ?? '', async () => {
      await fixture.runOne(second?.id ?? '', badInput);
      await retry(meeting);
      return {};
    });
    expect(await fixture.reload(meeting)).toMatchObject({ status: 'PROCESSING', error: null });
    await fixture.runOne(second?.id ?? '', nothing);
    expect(await fixture.runs(meeting, 'assemble')).toHaveLength(1);
  });
});

describe('a meeting of which nothing failed', () => {
  it('is left alone, and the answer says what state it is in', async () => {
    const meeting = await fixture.begin();
    const before = await fixture.runs(meeting, 'prepare');
    expect(await retry(meeting)).toEqual({
      kind: 'nothing_failed',
      state: { status: 'PENDING', analytics: 'PENDING', dashboard: 'PENDING' },
      lacks: 'nothing',
    });
    expect(await fixture.runs(meeting, 'prepare')).toEqual(before);
  });

  it('is not there for another workspace', async () => {
    const meeting = await withFailedChunk();
    const stranger = await buildAccount(fixture.dataSource.manager);
    expect(await retry(meeting, stranger)).toEqual({ kind: 'not_found' });
    expect((await fixture.reload(meeting)).status).toBe('FAILED');
  });
});
