import { newId, SpeakerProfile, StageRun } from '@memo/entities';
import type { WireAnswer } from '../../src/features/transcript/edit.schemas.ts';
import { send } from './send.ts';
import type { World } from './world.ts';

/** Has a measured transcript edited and the edit undone, and words read: what no route by itself comes to. */
export async function editTranscript(world: World): Promise<void> {
  const { manager } = world.fixture.dataSource;
  const { meetingId, profileId } = await world.addThings();
  // A name that two profiles have is nobody's.
  await manager.delete(SpeakerProfile, { id: profileId });
  const { workspaceId, ownerId: userId } = world;
  const analysis = { id: newId(), workspaceId, userId, meetingId, stage: 'analyze' as const };
  await manager.insert(StageRun, { ...analysis, generation: 1, status: 'succeeded' });
  const path = `/api/v1/mobile/transcription/meetings/${meetingId}/transcript`;
  const edited = await send(
    world,
    { method: 'PATCH', path: `${path}/segments/0` },
    { body: { text: 'It is undone.' } },
  );
  const { edit } = edited.body as WireAnswer;
  await send(world, { method: 'POST', path: `${path}/edits/${edit?.id ?? ''}/undo` }, {});
  await send(world, { method: 'GET', path: `${path}/` }, { query: { words: 'true' } });
  // So that there is something to measure again.
  await manager.update(StageRun, { id: analysis.id }, { status: 'succeeded' });
}
