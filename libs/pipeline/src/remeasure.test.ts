import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StageRun, type Meeting } from '@memo/entities';
import { createTransact } from '@memo/entities/connections';
import { nothing, badInput, onCompleted } from '../test/completed-meeting.ts';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';

let fixture: PipelineFixture;

beforeAll(async () => {
  fixture = await startPipeline();
});

afterAll(() => fixture.close());

const remeasure = ({ id }: Meeting) =>
  createTransact(fixture.dataSource)(async (tx) => {
    await fixture.pipeline.remeasure.hold(fixture.scope, tx, id);
    await fixture.pipeline.remeasure.ask(fixture.scope, tx, id);
  });

const analysisOf = async (meeting: Meeting) => {
  const [run] = await fixture.runs(meeting, 'analyze');
  if (run === undefined) throw new Error('There is no analysis.');
  return run;
};

describe('a meeting whose transcript was changed', () => {
  it('is measured again in a minute, once however often it was changed, and delivered again', async () => {
    const meeting = await onCompleted(fixture).completed();
    await remeasure(meeting);
    const waiting = await analysisOf(meeting);
    expect(waiting.status).toBe('queued');
    const [left] = await fixture.dataSource.query<{ ms: number }[]>(
      'SELECT extract(epoch FROM due_at - queued_at)::int * 1000 AS ms FROM stage_runs WHERE id = $1',
      [waiting.id],
    );
    expect(left?.ms).toBe(60_000);
    // The metrics of now are shown until then.
    expect(await fixture.reload(meeting)).toMatchObject({ analyticsStatus: 'COMPLETED' });
    await remeasure(meeting);
    expect((await analysisOf(meeting)).dueAt).toEqual(waiting.dueAt);
    await fixture.runOne(waiting.id, nothing);
    expect(await fixture.reload(meeting)).toMatchObject({ analyticsStatus: 'COMPLETED' });
    expect(await fixture.runs(meeting, 'sync')).toMatchObject([{ status: 'queued' }]);
  });

  it('is measured anew where an analysis is under way, which may have read it too early', async () => {
    const meeting = await onCompleted(fixture).completed();
    await remeasure(meeting);
    const { id } = await analysisOf(meeting);
    const outcome = await fixture.runOne(id, async () => {
      await remeasure(meeting);
      return {};
    });
    expect(outcome).not.toMatchObject({ kind: 'succeeded' });
    expect((await analysisOf(meeting)).status).toBe('queued');
  });

  it('keeps an analysis that failed for whoever tries it again, and begins none', async () => {
    const meeting = await onCompleted(fixture).completed();
    await remeasure(meeting);
    await fixture.run(meeting, 'analyze', badInput);
    await remeasure(meeting);
    expect((await analysisOf(meeting)).status).toBe('failed');
    await fixture.dataSource.manager.delete(StageRun, { meetingId: meeting.id, stage: 'analyze' });
    await remeasure(meeting);
    expect(await fixture.runs(meeting, 'analyze')).toEqual([]);
  });
});
