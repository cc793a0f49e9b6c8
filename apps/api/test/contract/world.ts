import {
  AiCall,
  MeetingSpeaker,
  newId,
  User,
  WorkspaceMember,
  type StatementRun,
  type Tenant,
  type WorkspaceRole,
} from '@memo/entities';
import { buildMeeting, buildScope, buildWav } from '@memo/testing';
import { Transcript } from '@memo/entities/transcripts';
import type { MeetingMetrics } from '@memo/transcript';
import { startApi, type ApiFixture } from '../api-fixture.ts';

/** In everything the owner has: whoever else gets to see it has seen what is not theirs. */
export const marker = 'aardvark';

/** The same among numbers: how long the owner's meetings are together. */
export const markedHours = 555.55;

export type Caller = Outsider | Member;

/** In the owner's workspace, by their role; each of them signed in to their own. */
export type Member = 'owner' | 'manager' | 'member' | 'viewer';

/** `admin` operates the installation. */
export type Outsider = 'nobody' | 'stranger' | 'deactivated' | 'admin';

/** What an owner has. */
export interface Things {
  /** A completed meeting with a transcript, metrics and two voices: `Speaker1` and one with a name and a profile. */
  meetingId: string;
  templateId: string;
  profileId: string;
}

export interface World extends Things {
  fixture: ApiFixture;
  /** The owner's. */
  workspaceId: string;
  ownerId: number;
  strangersWorkspaceId: string;
  ownerEmail: string;
  /** A refresh token of the owner. */
  refreshToken: string;
  /** The value of the header; undefined for nobody. */
  authorization: Readonly<Record<Caller, string | undefined>>;
  /** More of what the owner has, in the same workspace. */
  addThings(): Promise<Things>;
}

const mobile = '/api/v1/mobile';

/**
 * The API with an owner who has one of everything, and with everybody who might want to look at it.
 * @param onRun is told of every statement of the API.
 */
export async function buildWorld(
  settings: Readonly<Record<string, string>> = {},
  onRun?: (run: StatementRun) => void,
): Promise<World> {
  const fixture = await startApi(settings, undefined, onRun);
  try {
    return await settle(fixture);
  } catch (error) {
    // What is left open would keep the test run from ending.
    await fixture.close();
    throw error;
  }
}

async function settle(fixture: ApiFixture): Promise<World> {
  const [owner, stranger, deactivated, admin] = await Promise.all([
    fixture.register(),
    fixture.register(),
    fixture.register(),
    fixture.register(),
  ]);
  const { manager: database } = fixture.dataSource;
  await database.update(User, { id: deactivated.user.id }, { isActive: false });
  await database.update(User, { id: admin.user.id }, { isAdmin: true });

  const workspaceOf = async (userId: number): Promise<string> =>
    (await database.findOneByOrFail(WorkspaceMember, { userId })).workspaceId;
  const workspaceId = await workspaceOf(owner.user.id);
  const scope = buildScope({ workspaceId, userId: owner.user.id });
  const post = async (path: string, body: object): Promise<string> => {
    const answer = await fixture.api
      .post(path)
      .set('authorization', owner.authorization)
      .send(body);
    if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
    return (answer.body as { id: string }).id;
  };
  async function addThings(): Promise<Things> {
    const uploaded = await fixture.api
      .post(`${mobile}/meetings/`)
      .set('authorization', owner.authorization)
      .field('title', `The ${marker} plan`)
      .attach('audio_file', buildWav(2_000), 'a.wav')
      .expect(201);
    const { id: meetingId } = uploaded.body as { id: string };
    const ann = { first_name: 'Ann', last_name: marker };
    const profileId = await post('/api/v1/crm/speaker-profiles', ann);
    await completeMeeting(fixture, scope, meetingId, profileId);
    const templateId = await post(`${mobile}/templates`, { title: `On ${marker}s` });
    return { meetingId, templateId, profileId };
  }

  async function join(role: WorkspaceRole): Promise<string> {
    const { user, authorization } = await fixture.register();
    await database.insert(WorkspaceMember, { workspaceId, userId: user.id, role });
    return authorization;
  }

  await buildMeeting(database, scope, {
    title: `A failed ${marker}`,
    status: 'FAILED',
    recordingKeys: [],
  });
  const [manager, member, viewer] = await Promise.all([
    join('ADMIN'),
    join('MEMBER'),
    join('VIEWER'),
  ]);
  return {
    fixture,
    workspaceId,
    ownerId: owner.user.id,
    strangersWorkspaceId: await workspaceOf(stranger.user.id),
    ...(await addThings()),
    addThings,
    ownerEmail: owner.user.email,
    refreshToken: owner.refresh_token,
    authorization: {
      nobody: undefined,
      owner: owner.authorization,
      manager,
      member,
      viewer,
      stranger: stranger.authorization,
      deactivated: deactivated.authorization,
      admin: admin.authorization,
    },
  };
}

const speakerMetrics = (number: number) => ({
  key: `S${number}`,
  label: `Speaker${number}`,
  talk_time_ms: 900,
  talk_share: 0.5,
  words: 2,
  words_per_minute: 133.3,
  turns: 1,
  longest_monologue_ms: 900,
  questions: 0,
});

const metrics: MeetingMetrics = {
  duration_ms: 2_000,
  speech_ms: 1_800,
  silence_ms: 200,
  silence_share: 0.1,
  overlap_ms: 0,
  words: 4,
  turns: 2,
  speakers: [speakerMetrics(1), speakerMetrics(2)],
  activity: [{ minute: 0, speech_ms: 1_800, speakers: { S1: 900, S2: 900 } }],
};

async function completeMeeting(
  fixture: ApiFixture,
  { workspaceId }: Tenant,
  meetingId: string,
  profileId: string,
): Promise<void> {
  const { manager } = fixture.dataSource;
  const owned = { workspaceId, meetingId };
  await manager.query('DELETE FROM stage_runs WHERE meeting_id = $1', [meetingId]);
  await manager.query(
    `UPDATE meetings SET status = 'COMPLETED', analytics_status = 'COMPLETED', dashboard_status = 'NOT_CONFIGURED',
       summary = $2, analytics_data = $3, action_items = $4, duration_ms = $5 WHERE id = $1`,
    [
      meetingId,
      `All about the ${marker}.`,
      JSON.stringify(metrics),
      JSON.stringify([{ task: 'Feed it', assigned_to: marker, due_date: null, segment_ids: [0] }]),
      Math.round(markedHours * 3_600_000),
    ],
  );
  const voice = { ...owned, side: null };
  await manager.insert(MeetingSpeaker, [
    { ...voice, id: newId(), key: 'S1', label: 'Speaker1' },
    { ...voice, id: newId(), key: 'S2', label: 'Speaker2', name: `An ${marker}`, profileId },
  ]);
  await manager.insert(Transcript, {
    id: newId(),
    ...owned,
    segments: [
      { id: 0, speakerKey: 'S1', text: `An ${marker}.`, startMs: 0, endMs: 900, words: [] },
    ],
    provider: 'offline',
    model: 'pocketsphinx',
  });
  const call = { answerHash: 'a', provider: 'gemini', model: `${marker}-1` };
  await manager.insert(AiCall, { id: newId(), ...owned, ...call, stage: 'transcribe' });
}
