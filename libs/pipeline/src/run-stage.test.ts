import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Meeting } from '@memo/entities';
import { AppError } from '@memo/errors';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';
import type { StageWork } from './stage-output.ts';

let fixture: PipelineFixture;

const nothing: StageWork = () => Promise.resolve({});

beforeAll(async () => {
  fixture = await startPipeline();
});

afterAll(() => fixture.close());

describe('a meeting on its way', () => {
  it('goes through every stage in order and is COMPLETED once it is summarized', async () => {
    const meeting = await fixture.begin();
    await fixture.run(meeting, 'prepare', () =>
      Promise.resolve({ result: { chunks: 2 }, nextParts: 2 }),
    );
    expect((await fixture.reload(meeting)).status).toBe('PROCESSING');
    expect(await fixture.runs(meeting, 'transcribe')).toHaveLength(2);
    await fixture.run(meeting, 'transcribe', nothing);
    await fixture.run(meeting, 'assemble', nothing);
    await fixture.run(meeting, 'summarize', nothing);
    expect((await fixture.reload(meeting)).status).toBe('COMPLETED');
    await fixture.run(meeting, 'analyze', nothing);
    expect((await fixture.reload(meeting)).analyticsStatus).toBe('COMPLETED');
    expect(await fixture.run(meeting, 'sync', nothing)).toEqual([{ kind: 'done' }]);
  });

  it('is assembled once, after its last chunk, when chunks finish at the same moment', async () => {
    const meeting = await fixture.begin();
    await fixture.run(meeting, 'prepare', () => Promise.resolve({ nextParts: 8 }));
    const chunks = await fixture.runs(meeting, 'transcribe');
    await Promise.all(chunks.map(({ id }) => fixture.runOne(id, nothing)));
    expect(await fixture.runs(meeting, 'assemble')).toHaveLength(1);
  });

  it('tells how far it is and why it waits', async () => {
    const meeting = await fixture.begin();
    await fixture.run(meeting, 'prepare', () => Promise.resolve({ nextParts: 2 }));
    const [first] = await fixture.runs(meeting, 'transcribe');
    await fixture.runOne(first?.id ?? '', nothing);
    await fixture.run(meeting, 'transcribe', () =>
      Promise.reject(new AppError('rate_limited', 'The provider asked for patience.')),
    );
    expect((await fixture.pipeline.progress(fixture.scope, [meeting.id])).get(meeting.id)).toEqual({
      stage: 'transcribe',
      percent: 45,
      note: 'A service that this needs takes no more work just now.',
    });
  });
});

describe('a stage run', () => {
  it('is claimed by exactly one of several workers', async () => {
    const meeting = await fixture.begin();
    const [prepare] = await fixture.runs(meeting, 'prepare');
    let ran = 0;
    const work: StageWork = async () => {
      ran += 1;
      await Promise.all([]);
      return {};
    };
    await Promise.all(Array.from({ length: 8 }, () => fixture.runOne(prepare?.id ?? '', work)));
    expect(ran).toBe(1);
  });

  it('is not written by a worker that was paused while another took over', async () => {
    const meeting = await fixture.begin();
    const outcomes = await fixture.run(meeting, 'prepare', async () => {
      await fixture.expireLeases(meeting);
      await fixture.run(meeting, 'prepare', () =>
        Promise.resolve({ result: { by: 'the newer one' } }),
      );
      return { result: { by: 'the paused one' } };
    });
    expect(outcomes).toEqual([{ kind: 'lost' }]);
    const [prepare] = await fixture.runs(meeting, 'prepare');
    expect(prepare).toMatchObject({
      status: 'succeeded',
      epoch: 2,
      result: { by: 'the newer one' },
    });
  });

  it('is left alone while somebody else holds its lease', async () => {
    const meeting = await fixture.begin();
    await fixture.run(meeting, 'prepare', async () => {
      const [second] = await fixture.run(meeting, 'prepare', nothing);
      expect(second).toMatchObject({ kind: 'nothing' });
      return {};
    });
  });

  it('commits its result with the next stage or not at all', async () => {
    const meeting = await fixture.begin();
    const [outcome] = await fixture.run(meeting, 'prepare', () =>
      Promise.resolve({ write: () => Promise.reject(new Error('disk full')) }),
    );
    expect(outcome).toMatchObject({ kind: 'retry' });
    expect(await fixture.runs(meeting, 'transcribe')).toEqual([]);
    expect((await fixture.runs(meeting, 'prepare'))[0]?.status).toBe('queued');
  });

  it('is tried once and three times more, then its meeting is FAILED with a reason', async () => {
    const meeting = await fixture.begin();
    const failing: StageWork = () =>
      Promise.reject(new AppError('unavailable', 'The provider is overloaded.'));
    for (let retry = 0; retry < 3; retry += 1) {
      expect(await fixture.run(meeting, 'prepare', failing)).toMatchObject([{ kind: 'retry' }]);
    }
    expect(await fixture.run(meeting, 'prepare', failing)).toMatchObject([{ kind: 'failed' }]);
    expect(await fixture.reload(meeting)).toMatchObject({
      status: 'FAILED',
      error: {
        code: 'unavailable',
        message: 'A service that this needs cannot be used just now.',
        retryable: true,
        stage: 'prepare',
      },
    });
  });

  it('is not tried again when its input is bad', async () => {
    const meeting = await fixture.begin();
    const outcomes = await fixture.run(meeting, 'prepare', () =>
      Promise.reject(new AppError('invalid_input', 'No sound in there.')),
    );
    expect(outcomes).toEqual([
      {
        ...{ kind: 'failed', reason: 'No sound in there.' },
        about: { stage: 'prepare', meetingId: meeting.id },
      },
    ]);
    expect((await fixture.reload(meeting)).error).toMatchObject({ retryable: false });
  });

  it('waits out a rate limit as long as the provider asks, without burning an attempt', async () => {
    const meeting = await fixture.begin();
    const limited: StageWork = () =>
      Promise.reject(new AppError('rate_limited', 'Slow down.', { retryAfterMs: 47_000 }));
    for (let asked = 0; asked < 5; asked++) {
      const [outcome] = await fixture.run(meeting, 'prepare', limited);
      expect(outcome).toMatchObject({ kind: 'wait' });
      // Up to a tenth more, so that not all come back at once.
      const { delayMs } = { delayMs: NaN, ...outcome };
      expect(delayMs).toBeGreaterThanOrEqual(47_000);
      expect(delayMs).toBeLessThanOrEqual(51_700);
    }
    expect((await fixture.runs(meeting, 'prepare'))[0]).toMatchObject({
      status: 'queued',
      attempts: 0,
    });
  });

  it('waits a minute for a provider that gives no time, not a few seconds', async () => {
    const meeting = await fixture.begin();
    const limited: StageWork = () => Promise.reject(new AppError('rate_limited', 'Slow down.'));
    const [outcome] = await fixture.run(meeting, 'prepare', limited);
    const { delayMs } = { delayMs: NaN, ...outcome };
    expect(delayMs).toBeGreaterThanOrEqual(60_000);
    expect(delayMs).toBeLessThanOrEqual(66_000);
  });

  it('goes back to the queue untouched when its worker stops', async () => {
    const meeting = await fixture.begin();
    const stopping = new AbortController();
    const [prepare] = await fixture.runs(meeting, 'prepare');
    const outcome = await fixture.runOne(
      prepare?.id ?? '',
      (_, signal) => {
        stopping.abort();
        return Promise.reject(signal.reason as Error);
      },
      { stopping: stopping.signal },
    );
    expect(outcome).toMatchObject({ kind: 'wait', delayMs: 0 });
    expect((await fixture.runs(meeting, 'prepare'))[0]).toMatchObject({
      status: 'queued',
      attempts: 0,
    });
  });

  it('leaves a deleted meeting alone', async () => {
    const meeting = await fixture.begin();
    const outcomes = await fixture.run(meeting, 'prepare', async () => {
      await fixture.dataSource.manager.update(Meeting, meeting.id, { deletedAt: new Date() });
      return { result: { too: 'late' } };
    });
    expect(outcomes).toEqual([{ kind: 'lost' }]);
    expect(await fixture.runs(meeting, 'transcribe')).toEqual([]);
  });
});

describe('a run that waits', () => {
  beforeEach(() => fixture.dataSource.query('DELETE FROM meetings'));

  const dueInSeconds = async (meeting: Meeting): Promise<number> => {
    const [row]: { seconds: number }[] = await fixture.dataSource.query(
      `SELECT extract(epoch FROM due_at - now())::float AS seconds FROM stage_runs WHERE meeting_id = $1`,
      [meeting.id],
    );
    return row?.seconds ?? 0;
  };

  it('has its time on its row, and a ticket for that time', async () => {
    const meeting = await fixture.begin();
    await fixture.redis.client.flushall();
    const limited = new AppError('rate_limited', 'Slow down.', { retryAfterMs: 47_000 });
    await fixture.run(meeting, 'prepare', () => Promise.reject(limited));
    expect(await dueInSeconds(meeting)).toBeGreaterThan(40);
    expect(await fixture.laterTickets('transcription')).toBe(1);
    expect(await fixture.tickets('transcription')).toBe(0);
  });

  it('of a worker that stops is there at once for another one', async () => {
    const meeting = await fixture.begin();
    const [prepare] = await fixture.runs(meeting, 'prepare');
    await fixture.redis.client.flushall();
    const stopping = AbortSignal.abort(new Error('the worker is stopping'));
    await fixture.runOne(prepare?.id ?? '', (_, signal) => Promise.reject(signal.reason as Error), {
      stopping,
    });
    expect(await dueInSeconds(meeting)).toBeLessThanOrEqual(0);
    expect(await fixture.tickets('transcription')).toBe(1);
  });
});

describe('a failed analysis', () => {
  it('keeps the meeting COMPLETED and still lets the dashboard have it', async () => {
    const meeting = await fixture.begin();
    for (const stage of ['prepare', 'transcribe', 'assemble', 'summarize'] as const) {
      await fixture.run(meeting, stage, nothing);
    }
    await fixture.run(meeting, 'analyze', () =>
      Promise.reject(new AppError('invalid_input', 'No words.')),
    );
    expect(await fixture.reload(meeting)).toMatchObject({
      status: 'COMPLETED',
      analyticsStatus: 'FAILED',
      error: null,
    });
    expect(await fixture.runs(meeting, 'sync')).toHaveLength(1);
  });
});
