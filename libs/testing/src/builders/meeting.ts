import {
  Meeting,
  newId,
  Recording,
  StageRun,
  User,
  Workspace,
  WorkspaceMember,
  type Owner,
  type Scope,
  type Stage,
} from '@memo/entities';
import type { EntityManager } from 'typeorm';

/** The scope of a user who has signed in, with the user's id at hand. */
export type UserScope = Scope & Owner;

export const buildScope = ({
  workspaceId,
  userId,
  role = 'OWNER',
}: Owner & Partial<Pick<Scope, 'role'>>): UserScope => ({
  workspaceId,
  userId,
  actor: { kind: 'user', userId },
  role,
  isOperator: false,
  origin: null,
});

/** A signed-up user with a personal workspace. */
export async function buildAccount(
  manager: EntityManager,
  { email = `${newId()}@example.com`, name = 'Robin' } = {},
): Promise<UserScope> {
  const workspaceId = newId();
  const inserted = await manager.insert(User, { email, name });
  const userId = (inserted.identifiers[0] as { id: number }).id;
  await manager.insert(Workspace, { id: workspaceId, name, kind: 'personal' });
  await manager.insert(WorkspaceMember, { workspaceId, userId, role: 'OWNER' });
  return buildScope({ workspaceId, userId });
}

/** A meeting as it is right after its upload, with one recording a key given. */
export async function buildMeeting(
  manager: EntityManager,
  owner: Owner,
  overrides: Partial<Meeting> & { recordingKeys?: string[] } = {},
): Promise<Meeting> {
  const { recordingKeys = ['meetings/audio/sample.wav'], ...columns } = overrides;
  const meeting = await manager.save(
    manager.create(Meeting, {
      id: newId(),
      workspaceId: owner.workspaceId,
      userId: owner.userId,
      title: 'Weekly sync',
      generation: 1,
      playbackKey: recordingKeys[0] ?? 'none',
      ...columns,
    }),
  );
  for (const [side, objectKey] of recordingKeys.entries()) {
    await manager.insert(Recording, {
      id: newId(),
      workspaceId: owner.workspaceId,
      meetingId: meeting.id,
      side,
      objectKey,
      filename: 'sample.wav',
      contentType: 'audio/wav',
      sizeBytes: 1,
      sha256: '0'.repeat(64),
    });
  }
  return meeting;
}

/** A run of a stage of a meeting: pending, and to be run at once. */
export async function buildRun(
  manager: EntityManager,
  { id: meetingId, workspaceId, userId }: Pick<Meeting, 'id' | 'workspaceId' | 'userId'>,
  stage: Stage,
  overrides: Omit<Partial<StageRun>, 'meeting' | 'result'> = {},
): Promise<void> {
  await manager.insert(StageRun, {
    id: newId(),
    meetingId,
    workspaceId,
    userId,
    stage,
    ...overrides,
  });
}
