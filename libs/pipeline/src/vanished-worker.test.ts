import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StageRun, type Meeting } from '@memo/entities';
import { waitFor } from '@memo/testing';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';
import type { StageWork } from './stage-output.ts';

let fixture: PipelineFixture;

const nothing: StageWork = () => Promise.resolve({});

beforeAll(async () => {
  fixture = await startPipeline();
});

afterAll(() => fixture.close());

async function prepareRun(meeting: Meeting): Promise<string> {
  const [run] = await fixture.runs(meeting, 'prepare');
  if (run === undefined) throw new Error('no prepare run');
  return run.id;
}

describe('a worker that was paused right after its claim', () => {
  it('does not set back what its successor has finished, nor do its work again', async () => {
    const meeting = await fixture.begin();
    let worked = false;
    // Everything happens elsewhere before this worker hears of its claim.
    const pause = async (): Promise<void> => {
      const claimedAt = Date.now();
      await fixture.expireLeases(meeting);
      for (const stage of ['prepare', 'transcribe', 'assemble', 'summarize'] as const) {
        await fixture.run(meeting, stage, nothing);
      }
      await waitFor('the lease to have ended', () => Date.now() - claimedAt > 200);
    };
    const outcome = await fixture.runOne(
      await prepareRun(meeting),
      () => {
        worked = true;
        return Promise.resolve({});
      },
      { leaseMs: 200, pause },
    );
    expect(outcome).toEqual({ kind: 'lost' });
    expect(worked).toBe(false);
    expect((await fixture.reload(meeting)).status).toBe('COMPLETED');
  });
});

describe('a recording that kills its workers', () => {
  it('is FAILED after a few of them, not tried for ever', async () => {
    const meeting = await fixture.begin();
    const runId = await prepareRun(meeting);
    // Killed while it held the run: nobody else hears of it but by the end of the lease.
    const died = { status: 'running', leaseUntil: new Date(Date.now() - 60_000) } as const;
    await fixture.dataSource.manager.update(StageRun, runId, { ...died, crashes: 3 });
    expect(await fixture.run(meeting, 'prepare', () => Promise.reject(new Error('busy')))).toEqual([
      expect.objectContaining({ kind: 'retry' }),
    ]);
    expect((await fixture.runs(meeting, 'prepare'))[0]).toMatchObject({ crashes: 4 });
    await fixture.dataSource.manager.update(StageRun, runId, died);
    expect(await fixture.runOne(runId, nothing)).toMatchObject({ kind: 'failed' });
    expect(await fixture.reload(meeting)).toMatchObject({
      status: 'FAILED',
      error: { code: 'worker_crashed', stage: 'prepare' },
    });
  });
});
