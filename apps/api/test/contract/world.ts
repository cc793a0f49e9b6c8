import { createHash } from 'node:crypto';
import { ActionItemRow, User, type StatementRun, type WorkspaceRole } from '@memo/entities';
import { buildMeeting, buildWav } from '@memo/testing';
import { startApi, type ApiFixture } from '../api-fixture.ts';
import { aMemberOf } from '../person.ts';
import { buildExtra, buildTeams, type Teams } from './build-teams.ts';
import { completeMeeting, markedHours, marker } from './complete-meeting.ts';

export { markedHours, marker };

const broughtBytes = buildWav(1_000);

/** What is said of a recording that is brought to the storage. */
export const announcement = {
  filename: 'a.wav',
  content_type: 'audio/wav',
  size_bytes: broughtBytes.length,
  sha256: createHash('sha256').update(broughtBytes).digest('hex'),
};

export type Caller = Outsider | Member;

/** In the owner's workspace, by their role; each of them signed in to their own. */
export type Member = 'owner' | 'manager' | 'member' | 'viewer';

/** `admin` operates the installation. */
export type Outsider = 'nobody' | 'stranger' | 'deactivated' | 'admin';

/** What an owner has. */
export interface Things {
  /** A completed meeting with a transcript, metrics and two speakers: `Speaker1` and one with a name and a profile. */
  meetingId: string;
  /** What its note says is to be done. */
  actionItemId: string;
  templateId: string;
  profileId: string;
  /** Of the meeting. */
  shareLinkId: string;
  /** Workspaces of everybody who works in the owner's, in the same roles. */
  teams: Teams;
  /** A meeting whose recording is in the storage and was not said to be complete. */
  waitingId: string;
  recordingId: string;
}

export interface World extends Things {
  fixture: ApiFixture;
  /** The owner's. */
  workspaceId: string;
  ownerId: number;
  strangersWorkspaceId: string;
  ownerEmail: string;
  /** A member of all teams, and of nothing else. */
  colleagueId: number;
  /** Somebody with an account, who is no member of any. */
  newcomerEmail: string;
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
    fixture.person(),
    fixture.person(),
    fixture.person(),
    fixture.person(),
  ]);
  const { manager: database } = fixture.dataSource;
  await database.update(User, { id: deactivated.user.id }, { isActive: false });
  await database.update(User, { id: admin.user.id }, { isAdmin: true });

  const { scope } = owner;
  const post = async (path: string, body: object): Promise<string> => {
    const answer = await fixture.api
      .post(path)
      .set('authorization', owner.authorization)
      .send(body);
    if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
    return (answer.body as { id: string }).id;
  };
  const join = (role: WorkspaceRole) => aMemberOf(fixture, scope.workspaceId, role);
  const [manager, member, viewer] = await Promise.all([
    join('ADMIN'),
    join('MEMBER'),
    join('VIEWER'),
  ]);
  const people = {
    OWNER: owner.user.id,
    ADMIN: manager.user.id,
    MEMBER: member.user.id,
    VIEWER: viewer.user.id,
  };
  const newcomerEmail = 'newcomer@example.com';
  const colleagueId = await buildExtra(database, 'colleague@example.com');
  await buildExtra(database, newcomerEmail);
  let plans = 0;
  async function addThings(): Promise<Things> {
    plans += 1;
    const uploaded = await fixture.api
      .post(`${mobile}/meetings/`)
      .set('authorization', owner.authorization)
      .field('title', `The ${marker} plan ${plans}`)
      .attach('audio_file', buildWav(2_000), 'a.wav')
      .expect(201);
    const { id: meetingId } = uploaded.body as { id: string };
    const ann = { first_name: 'Ann', last_name: marker };
    const profileId = await post('/api/v1/crm/speaker-profiles', ann);
    await completeMeeting(database, scope, meetingId, profileId);
    const waitingId = await post(`${mobile}/meetings/`, { title: `A waiting ${marker}` });
    const recordingId = await bring(waitingId);
    const templateId = await post(`${mobile}/templates`, { title: `On ${marker}s` });
    const shareLinkId = await post(`${mobile}/meetings/${meetingId}/share-links`, {
      scope: ['note', 'transcript', 'audio'],
    });
    const teams = await buildTeams(database, { people, colleagueId });
    const { id: actionItemId } = await database.findOneByOrFail(ActionItemRow, { meetingId });
    const ofMeeting = { meetingId, actionItemId, shareLinkId };
    return { ...ofMeeting, templateId, profileId, waitingId, recordingId, teams };
  }

  async function bring(waitingId: string): Promise<string> {
    const initiated = await fixture.api
      .post(`/api/meetings/${waitingId}/recordings/initiate/`)
      .set('authorization', owner.authorization)
      .send(announcement)
      .expect(201);
    const { id, upload } = initiated.body as {
      id: string;
      upload: { url: string; headers: object };
    };
    const sent = { method: 'PUT', headers: { ...upload.headers }, body: broughtBytes };
    const { status } = await fetch(upload.url, sent);
    if (status !== 200) throw new Error(`The storage answered ${status}`);
    return id;
  }

  await buildMeeting(database, scope, {
    title: `A failed ${marker}`,
    status: 'FAILED',
    recordingKeys: [],
  });
  return {
    fixture,
    workspaceId: scope.workspaceId,
    ownerId: owner.user.id,
    strangersWorkspaceId: stranger.scope.workspaceId,
    ...(await addThings()),
    addThings,
    ownerEmail: owner.user.email,
    colleagueId,
    newcomerEmail,
    refreshToken: owner.refresh_token,
    authorization: {
      nobody: undefined,
      owner: owner.authorization,
      manager: manager.authorization,
      member: member.authorization,
      viewer: viewer.authorization,
      stranger: stranger.authorization,
      deactivated: deactivated.authorization,
      admin: admin.authorization,
    },
  };
}
