import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting } from '@memo/entities';
import { waitFor } from '@memo/testing';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';
import type { StageWork } from './stage-output.ts';

let fixture: PipelineFixture;

const nothing: StageWork = () => Promise.resolve({});

beforeAll(async () => {
  fixture = await startPipeline();
});

afterAll(() => fixture.close());

async function come(meeting: Meeting, ...stages: Parameters<PipelineFixture['run']>[1][]) {
  for (const stage of stages) await fixture.run(meeting, stage, nothing);
}

describe('the end of a stage', () => {
  it('is one statement, where it writes no other table and is not one part of several', async () => {
    const meeting = await fixture.begin();
    fixture.asked.length = 0;
    await come(meeting, 'prepare', 'transcribe', 'assemble', 'summarize', 'analyze', 'sync');
    const names = fixture.asked.map((name) => name.replace(/:.*/, ''));
    expect(names.filter((name) => name !== 'stage_runs.claim')).toEqual([
      ...['pipeline.end_prepare', 'pipeline.end_transcribe', 'pipeline.end_assemble'],
      ...['pipeline.end_summarize', 'pipeline.end_analyze', 'pipeline.end_sync'],
    ]);
  });

  it('brings the ticket of what comes next', async () => {
    const meeting = await fixture.begin();
    await fixture.redis.client.flushall();
    await come(meeting, 'prepare');
    expect(await fixture.tickets('transcription')).toBe(1);
  });

  it('changes nothing of a generation that is not shown any more, nor ends', async () => {
    const meeting = await fixture.begin();
    await come(meeting, 'prepare', 'transcribe', 'assemble', 'summarize');
    const { manager } = fixture.dataSource;
    const outcomes = await fixture.run(meeting, 'analyze', async () => {
      // Another one is shown meanwhile, and this one is made anew beside it.
      await manager.update(Meeting, meeting.id, { generation: 2, nextGeneration: 1 });
      return {};
    });
    expect(outcomes).toEqual([{ kind: 'lost' }]);
    expect(await fixture.reload(meeting)).toMatchObject({ analyticsStatus: 'PROCESSING' });
    expect(await fixture.runs(meeting, 'sync')).toEqual([]);
  });

  it('waits for a transaction that deletes its meeting, and leaves nothing to do', async () => {
    const meeting = await fixture.begin();
    await come(meeting, 'prepare');
    let ending: Promise<unknown> = Promise.resolve();
    await fixture.dataSource.transaction(async (manager) => {
      await manager.update(Meeting, meeting.id, { deletedAt: new Date() });
      ending = fixture.run(meeting, 'transcribe', nothing);
      await waitFor('the end to wait for the deletion', async () => {
        const [waiting]: { count: number }[] = await fixture.dataSource.query(
          `SELECT count(*)::int FROM pg_stat_activity
           WHERE wait_event_type = 'Lock' AND datname = current_database()`,
        );
        return waiting?.count === 1;
      });
    });
    expect(await ending).toEqual([{ kind: 'lost' }]);
    expect(await fixture.runs(meeting, 'assemble')).toEqual([]);
  });
});
