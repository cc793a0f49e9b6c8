import {
  MeetingSpeaker,
  newId,
  Transcript,
  User,
  WorkspaceMember,
  type Scope,
} from '@memo/entities';
import { buildMeeting, buildWav } from '@memo/testing';
import { startApi, type ApiFixture } from '../api-fixture.ts';

/** In everything the owner has: whoever else gets to see it has seen what is not theirs. */
export const marker = 'aardvark';

export type Caller = 'nobody' | 'owner' | 'stranger' | 'deactivated' | 'admin';

export interface World {
  fixture: ApiFixture;
  /** The owner's. */
  workspaceId: string;
  /** A completed meeting with a transcript of one voice, `Speaker1`. */
  meetingId: string;
  failedMeetingId: string;
  templateId: string;
  profileId: string;
  ownerEmail: string;
  /** A refresh token of the owner. */
  refreshToken: string;
  /** The value of the header; undefined for nobody. */
  authorization: Readonly<Record<Caller, string | undefined>>;
}

const mobile = '/api/v1/mobile';

/** The API with an owner who has one of everything, and with everybody who might want to look at it. */
export async function buildWorld(settings: Readonly<Record<string, string>> = {}): Promise<World> {
  const fixture = await startApi(settings);
  const owner = await fixture.register();
  const stranger = await fixture.register();
  const deactivated = await fixture.register();
  const admin = await fixture.register();
  const { manager } = fixture.dataSource;
  await manager.update(User, { id: deactivated.user.id }, { isActive: false });
  await manager.update(User, { id: admin.user.id }, { isAdmin: true });

  const { workspaceId } = await manager.findOneByOrFail(WorkspaceMember, { userId: owner.user.id });
  const scope: Scope = {
    workspaceId,
    userId: owner.user.id,
    role: 'OWNER',
    isAdmin: false,
    origin: null,
  };
  const post = async (path: string, body: object): Promise<string> => {
    const answer = await fixture.api
      .post(path)
      .set('authorization', owner.authorization)
      .send(body);
    if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
    return (answer.body as { id: string }).id;
  };
  const uploaded = await fixture.api
    .post(`${mobile}/meetings/`)
    .set('authorization', owner.authorization)
    .field('title', `The ${marker} plan`)
    .attach('audio_file', buildWav(2_000), 'a.wav')
    .expect(201);
  const { id: meetingId } = uploaded.body as { id: string };
  await completeMeeting(fixture, scope, meetingId);
  const failed = await buildMeeting(manager, scope, {
    title: `A failed ${marker}`,
    status: 'FAILED',
    recordingKeys: [],
  });
  return {
    fixture,
    workspaceId,
    meetingId,
    failedMeetingId: failed.id,
    templateId: await post(`${mobile}/templates`, { title: `On ${marker}s` }),
    profileId: await post('/api/v1/crm/speaker-profiles', { first_name: 'Ann', last_name: marker }),
    ownerEmail: owner.user.email,
    refreshToken: owner.refresh_token,
    authorization: {
      nobody: undefined,
      owner: owner.authorization,
      stranger: stranger.authorization,
      deactivated: deactivated.authorization,
      admin: admin.authorization,
    },
  };
}

async function completeMeeting(
  fixture: ApiFixture,
  scope: Scope,
  meetingId: string,
): Promise<void> {
  const { manager } = fixture.dataSource;
  const owned = { workspaceId: scope.workspaceId, meetingId };
  await manager.query('DELETE FROM stage_runs WHERE meeting_id = $1', [meetingId]);
  await manager.query(
    `UPDATE meetings SET status = 'COMPLETED', dashboard_status = 'NOT_CONFIGURED', summary = $2 WHERE id = $1`,
    [meetingId, `All about the ${marker}.`],
  );
  await manager.insert(MeetingSpeaker, {
    id: newId(),
    ...owned,
    key: 'S1',
    label: 'Speaker1',
    side: null,
  });
  await manager.insert(Transcript, {
    id: newId(),
    ...owned,
    segments: [
      { id: 0, speakerKey: 'S1', text: `An ${marker}.`, startMs: 0, endMs: 900, words: [] },
    ],
    provider: 'offline',
    model: 'pocketsphinx',
  });
}
