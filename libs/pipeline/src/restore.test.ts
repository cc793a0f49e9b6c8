import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Meeting, StageRun, type Stage } from '@memo/entities';
import { createTransact } from '@memo/entities/connections';
import { nothing, onCompleted } from '../test/completed-meeting.ts';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';

let fixture: PipelineFixture;
let on: ReturnType<typeof onCompleted>;

beforeAll(async () => {
  fixture = await startPipeline();
  on = onCompleted(fixture);
});
afterAll(() => fixture.close());

/** A meeting whose second generation is shown. */
async function madeAnew(): Promise<Meeting> {
  const meeting = await on.completed([]);
  const sound = { generation: meeting.generation, anew: false };
  await createTransact(fixture.dataSource)((tx) =>
    fixture.pipeline.reprocess(fixture.scope, tx, meeting.id, {
      asked: { from: 'summarize' },
      sound,
    }),
  );
  await on.runQueued(meeting, 'summarize', nothing);
  return fixture.reload(meeting);
}

const restore = ({ id: meetingId }: Meeting) =>
  createTransact(fixture.dataSource)((tx) =>
    fixture.pipeline.restore(fixture.scope, tx, { meetingId, generation: 1 }, () =>
      Promise.resolve(true),
    ),
  );

it.each([
  ['sync', 'given_up', 'COMPLETED'],
  ['sync', 'queued', 'COMPLETED'],
  ['analyze', 'given_up', 'PENDING'],
] as const)(
  'a generation that is brought back is delivered, though its %s was left %s',
  async (stage: Stage, status, analyticsStatus) => {
    const meeting = await madeAnew();
    const { manager } = fixture.dataSource;
    const [left] = await manager.findBy(StageRun, { meetingId: meeting.id, generation: 1, stage });
    await manager.update(StageRun, left?.id ?? '', { status });
    await manager.update(Meeting, meeting.id, { analyticsStatus });
    expect(await restore(meeting)).toEqual({ kind: 'restored', stages: [stage] });
    const [again] = await manager.findBy(StageRun, { meetingId: meeting.id, generation: 1, stage });
    expect(again).toMatchObject({ status: 'queued', finishedAt: null });
  },
);
