import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, StageRun, type Meeting } from '@memo/entities';
import { createTransact } from '@memo/entities/connections';
import { TranscriptEdit, TranscriptGeneration } from '@memo/entities/transcripts';
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

  it('keeps an analysis that failed for whoever tries it again, begins none, and is delivered in a minute', async () => {
    const meeting = await onCompleted(fixture).completed();
    await remeasure(meeting);
    await fixture.run(meeting, 'analyze', badInput);
    expect(await fixture.runs(meeting, 'sync')).toMatchObject([{ status: 'succeeded' }]);
    await remeasure(meeting);
    expect((await analysisOf(meeting)).status).toBe('failed');
    const [delivery] = await fixture.runs(meeting, 'sync');
    expect(delivery?.status).toBe('queued');
    expect(Number(delivery?.dueAt) - Number(delivery?.queuedAt)).toBe(60_000);
    await remeasure(meeting);
    expect((await fixture.runs(meeting, 'sync'))[0]?.dueAt).toEqual(delivery?.dueAt);
    await fixture.dataSource.manager.delete(StageRun, { meetingId: meeting.id, stage: 'analyze' });
    await remeasure(meeting);
    expect(await fixture.runs(meeting, 'analyze')).toEqual([]);
  });

  it('is delivered as it was edited where its analysis fails, and by no delivery of its own before', async () => {
    const meeting = await onCompleted(fixture).completed();
    const { dataSource } = fixture;
    const generation = await dataSource.manager.findOneByOrFail(TranscriptGeneration, {
      meetingId: meeting.id,
    });
    await dataSource.manager.insert(TranscriptEdit, {
      ...{ id: newId(), workspaceId: meeting.workspaceId, meetingId: meeting.id },
      ...{ generationId: generation.id, generation: 1, number: 1, userId: null, previousId: null },
      words: { before: [], after: [] },
      ...{ operation: { kind: 'undo' as const, editId: newId() }, before: [], after: [] },
    });
    await remeasure(meeting);
    expect(await fixture.runs(meeting, 'sync')).toMatchObject([{ status: 'succeeded' }]);
    await fixture.run(meeting, 'analyze', badInput);
    expect(await fixture.runs(meeting, 'sync')).toMatchObject([{ status: 'queued' }]);
  });
});
