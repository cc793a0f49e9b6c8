import {
  Meeting,
  MeetingGeneration,
  newId,
  SpeakerProfile,
  StageRun,
  stages,
  type Stage,
} from '@memo/entities';
import { send } from './send.ts';
import { marker, type World } from './world.ts';

const mobile = '/api/v1/mobile';

/** Has each stage run again once, as after it alone had failed, and a gap asked about again. */
export async function retryStages(world: World): Promise<void> {
  const { manager } = world.fixture.dataSource;
  const { meetingId: withGap, profileId } = await world.addThings();
  // A name that two profiles have is nobody's.
  await manager.delete(SpeakerProfile, { id: profileId });
  await addGap(world, withGap);
  await send(world, { method: 'POST', path: `${mobile}/meetings/${withGap}/retry` }, {});
  await forgetNext(world, withGap);
  for (const stage of stages) {
    const meetingId = await failStage(world, stage);
    await send(world, { method: 'POST', path: `${mobile}/meetings/${meetingId}/retry` }, {});
  }
}

/** What was begun can be begun again. */
async function forgetNext({ fixture }: World, meetingId: string): Promise<void> {
  const { manager } = fixture.dataSource;
  const next = { meetingId, generation: 2 };
  await manager.delete(StageRun, next);
  await manager.delete(MeetingGeneration, next);
}

/** Has a meeting made anew, and another one be what it was before. */
export async function makeAnew(world: World): Promise<void> {
  const { manager } = world.fixture.dataSource;
  const { workspaceId, ownerId: userId } = world;
  const anew = await world.addThings();
  await addGap(world, anew.meetingId);
  const path = `${mobile}/meetings/${anew.meetingId}`;
  for (const body of [
    { from: 'transcribe' },
    { from: 'summarize', template_id: anew.templateId },
  ]) {
    await send(world, { method: 'POST', path: `${path}/reprocess` }, { body });
    await forgetNext(world, anew.meetingId);
    await manager.update(Meeting, anew.meetingId, { status: 'COMPLETED', nextGeneration: null });
  }
  const left = { workspaceId, userId, meetingId: anew.meetingId, stage: 'transcribe' } as const;
  await manager.insert(StageRun, { ...left, id: newId(), generation: 3 });
  const shown = { workspaceId, meetingId: anew.meetingId, generation: 1 };
  await manager.insert(MeetingGeneration, { ...shown, id: newId(), reprocess: { from: 'gaps' } });
  // More than are told of.
  const failed = Array.from({ length: 21 }, (_, at) => ({ ...shown, generation: 10 + at }));
  await manager.insert(
    MeetingGeneration,
    failed.map((one) => ({ ...one, id: newId() })),
  );
  const { meetingId, profileId } = await world.addThings();
  await addGap(world, meetingId);
  // A name that two profiles have is nobody's.
  for (const id of [anew.profileId, profileId]) await manager.delete(SpeakerProfile, { id });
  const restore = (generation: number) =>
    send(
      world,
      { method: 'POST', path: `${mobile}/meetings/${meetingId}/generations/${generation}/restore` },
      {},
    );
  const run = { workspaceId, userId, meetingId, stage: 'sync', status: 'succeeded' } as const;
  await manager.insert(StageRun, { ...run, id: newId() });
  await manager.query(
    `INSERT INTO meeting_generations (id, workspace_id, meeting_id, generation, kept)
     SELECT $2, workspace_id, id, 2, jsonb_build_object('meeting', to_jsonb(meetings), 'speakers', '[]'::jsonb,
       'transcript', (SELECT to_jsonb(transcripts) || jsonb_build_object('generation_id', id) FROM transcripts WHERE meeting_id = meetings.id))
     FROM meetings WHERE id = $1`,
    [meetingId, newId()],
  );
  await restore(2);
  await restore(1);
  // What is written in its note is delivered again.
  await manager.update(
    StageRun,
    { meetingId, generation: 1, stage: 'sync' },
    { status: 'succeeded' },
  );
  await send(
    world,
    { method: 'PATCH', path: `${mobile}/transcription/meetings/${meetingId}/minutes/` },
    { body: { summary: 'By hand.' } },
  );
  // Something is left to be delivered, and to be given up.
  await manager.update(
    StageRun,
    { meetingId, generation: 1, stage: 'sync' },
    { status: 'succeeded' },
  );
  await manager.insert(StageRun, { ...run, id: newId(), generation: 3, status: 'queued' });
}

/** Has a completed meeting of the owner lack something that an engine could give. */
export async function addGap(
  { fixture, workspaceId, ownerId: userId }: World,
  meetingId: string,
): Promise<void> {
  const { manager } = fixture.dataSource;
  const chunks = [{ side: null, startMs: 0, endMs: 2_000 }];
  for (const stage of ['prepare', 'transcribe'] as const) {
    const result = { recordings: [{}], chunks };
    const run = { id: newId(), workspaceId, userId, meetingId, stage, result };
    await manager.insert(StageRun, { ...run, status: 'succeeded' });
  }
  const gaps = [{ side: null, start_ms: 500, end_ms: 1_000, reason: 'no_words' }];
  await manager.query(
    `UPDATE transcripts SET coverage = coalesce(coverage, '{}') || jsonb_build_object('gaps', $2::jsonb)
     WHERE meeting_id = $1`,
    [meetingId, JSON.stringify(gaps)],
  );
}

/** @returns the owner's failed meeting, of which this stage has failed and no other. */
export async function failStage(world: World, stage: Stage): Promise<string> {
  const { fixture, workspaceId, ownerId: userId } = world;
  const { manager } = fixture.dataSource;
  const title = `A failed ${marker}`;
  const { id } = await manager.findOneByOrFail(Meeting, { workspaceId, title });
  await manager.delete(StageRun, { meetingId: id });
  await manager.insert(StageRun, {
    ...{ id: newId(), workspaceId, userId, meetingId: id, stage },
    status: 'failed',
    error: { code: 'unknown', message: 'No.', retryable: true },
    finishedAt: new Date(),
  });
  await manager.update(Meeting, { id }, { status: 'FAILED' });
  return id;
}
