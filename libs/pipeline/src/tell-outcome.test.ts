import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stages, type Meeting, type Stage } from '@memo/entities';
import { createTransact } from '@memo/entities/connections';
import { AppError } from '@memo/errors';
import { eventsOf } from '@memo/testing';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';
import type { StageWork } from './stage-output.ts';

let fixture: PipelineFixture;

beforeAll(async () => {
  fixture = await startPipeline();
});

afterAll(() => fixture.close());

const nothing: StageWork = () => Promise.resolve({});
const refuse: StageWork = () => Promise.reject(new AppError('invalid_input', 'No audio in it.'));

async function run(meeting: Meeting, work: StageWork, ...stages: Stage[]): Promise<void> {
  for (const stage of stages) await fixture.run(meeting, stage, work);
}

const told = ({ id }: Meeting) => eventsOf(fixture.dataSource, id);

describe('those who follow a meeting', () => {
  it('are told when its note is there, then its metrics, then that it was delivered', async () => {
    const meeting = await fixture.begin();
    await run(meeting, nothing, 'prepare', 'transcribe', 'assemble');
    expect(await told(meeting)).toEqual([]);
    await run(meeting, nothing, 'summarize', 'analyze', 'sync');
    expect(await told(meeting)).toEqual([
      { kind: 'meeting.completed', details: {} },
      { kind: 'meeting.updated', details: { fields: ['analytics_status'] } },
      { kind: 'meeting.updated', details: { fields: ['dashboard_status'] } },
    ]);
  });

  it.each(['prepare', 'transcribe', 'assemble', 'summarize'] as const)(
    'are told that it failed, and in which stage: %s',
    async (stage) => {
      const meeting = await fixture.begin();
      await run(meeting, nothing, ...stages.slice(0, stages.indexOf(stage)));
      await run(meeting, refuse, stage);
      expect(await told(meeting)).toEqual([{ kind: 'meeting.failed', details: { stage } }]);
    },
  );

  it('are told that its metrics failed, which leaves the meeting as it is', async () => {
    const meeting = await fixture.begin();
    await run(meeting, nothing, 'prepare', 'transcribe', 'assemble', 'summarize');
    await run(meeting, refuse, 'analyze', 'sync');
    expect((await told(meeting)).slice(1)).toEqual([
      { kind: 'meeting.updated', details: { fields: ['analytics_status'] } },
      { kind: 'meeting.updated', details: { fields: ['dashboard_status'] } },
    ]);
  });

  it('are told that it is delivered again, when a later try brought its metrics', async () => {
    const meeting = await fixture.begin();
    await run(meeting, nothing, 'prepare', 'transcribe', 'assemble', 'summarize');
    await run(meeting, refuse, 'analyze');
    await run(meeting, nothing, 'sync');
    await createTransact(fixture.dataSource)((tx) =>
      fixture.pipeline.retry(fixture.scope, tx, meeting.id),
    );
    await run(meeting, nothing, 'analyze');
    expect((await told(meeting)).at(-1)).toEqual({
      kind: 'meeting.updated',
      details: { fields: ['analytics_status', 'dashboard_status'] },
    });
  });

  it('are told nothing by a worker that was overtaken', async () => {
    const meeting = await fixture.begin();
    await run(meeting, nothing, 'prepare', 'transcribe', 'assemble');
    await fixture.run(meeting, 'summarize', async () => {
      await fixture.dataSource.query(
        `UPDATE stage_runs SET epoch = epoch + 1 WHERE meeting_id = $1 AND stage = 'summarize'`,
        [meeting.id],
      );
      return {};
    });
    expect(await told(meeting)).toEqual([]);
  });
});
