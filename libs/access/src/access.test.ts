import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, newId, Recording, User, WorkspaceMember } from '@memo/entities';
import { createDatabase } from '@memo/entities/connections';
import {
  buildAccount,
  buildMeeting,
  createTestDatabase,
  type TestDatabase,
  type UserScope,
} from '@memo/testing';
import { createAccess, type Access, type NamedWorkspace } from './access.ts';
import { createAccessTokens } from './access-tokens.ts';

const accessTokens = createAccessTokens({
  secret: 'a secret that is long enough for the tests',
  algorithm: 'HS256',
  accessTokenMs: 60_000,
});
const origin = { ip: '203.0.113.9', requestId: 'r1' };

let database: TestDatabase;
let access: Access;
let robin: UserScope;
let host: UserScope;

beforeAll(async () => {
  database = await createTestDatabase();
  const { dataSource } = database;
  access = createAccess({ database: createDatabase(dataSource), accessTokens });
  robin = await buildAccount(dataSource.manager);
  host = await buildAccount(dataSource.manager);
  const { workspaceId } = host;
  await dataSource.manager.insert(WorkspaceMember, {
    workspaceId,
    userId: robin.userId,
    role: 'VIEWER',
  });
});
afterAll(() => database.close());

const identify = (named: NamedWorkspace = {}, user: UserScope = robin) =>
  access.identify({
    credential: accessTokens.issue({ ...user, tokenVersion: 0, sessionId: null }),
    named,
    origin,
  });

describe('an access token', () => {
  it('becomes the scope of its workspace, with the role there and where the request came from', async () => {
    const { workspaceId, userId } = robin;
    const actor = { kind: 'user', userId };
    const scope = { workspaceId, actor, role: 'OWNER', isOperator: false, origin };
    expect(await identify()).toEqual({ actor, scope, refusal: null });
  });

  it('is authentication, membership and the meeting of the path in one statement', async () => {
    const { id: meetingId } = await buildMeeting(database.dataSource.manager, host);
    const statements: string[] = [];
    const counted = createAccess({
      database: createDatabase(database.dataSource, ({ statement }) =>
        statements.push(statement.name),
      ),
      accessTokens,
    });
    const credential = accessTokens.issue({ ...robin, tokenVersion: 0, sessionId: null });
    const { scope } = await counted.identify({ credential, named: { meetingId }, origin });
    expect(scope).toMatchObject({ workspaceId: host.workspaceId, role: 'VIEWER' });
    expect(statements).toHaveLength(1);
  });

  it.each([
    ['deactivated', { isActive: false }],
    ['signed out everywhere', { tokenVersion: 1 }],
  ])('of a user who was %s is none', async (_, change) => {
    const gone = await buildAccount(database.dataSource.manager);
    await database.dataSource.manager.update(User, { id: gone.userId }, change);
    await expect(identify({}, gone)).rejects.toMatchObject({ kind: 'unauthenticated' });
  });
});

describe('a workspace that is named', () => {
  it('is the meeting’s, which a deleted meeting has no more', async () => {
    const { manager } = database.dataSource;
    const { id: meetingId } = await buildMeeting(manager, host);
    expect((await identify({ meetingId })).scope?.workspaceId).toBe(host.workspaceId);
    await manager.update(Meeting, { id: meetingId }, { deletedAt: new Date() });
    const { actor, refusal } = await identify({ meetingId });
    expect(refusal).toMatchObject({ kind: 'not_found', message: 'Meeting not found' });
    expect(actor).toEqual(robin.actor);
  });

  it('is that of the recording’s meeting, to those who may see it; nobody learns whether another one is there', async () => {
    const { manager } = database.dataSource;
    const recordingOf = async (owner: UserScope) => {
      const { id: meetingId } = await buildMeeting(manager, owner);
      return manager.findOneByOrFail(Recording, { meetingId });
    };
    const { id: recordingId, meetingId } = await recordingOf(host);
    expect((await identify({ recordingId })).scope).toMatchObject({
      workspaceId: host.workspaceId,
      role: 'VIEWER',
    });
    const { workspaceId } = robin;
    const elsewhere = await identify({ recordingId, workspaceId });
    expect(elsewhere.refusal).toMatchObject({ kind: 'conflict' });
    const { id: ofRobin } = await recordingOf(robin);
    for (const id of [ofRobin, newId()]) {
      for (const named of [{}, { workspaceId: host.workspaceId }, { workspaceId }]) {
        const { refusal } = await identify({ recordingId: id, ...named }, host);
        expect(refusal).toMatchObject({ kind: 'not_found', message: 'Recording not found' });
      }
    }
    await manager.update(Meeting, { id: meetingId }, { deletedAt: new Date() });
    expect((await identify({ recordingId })).refusal?.message).toBe('Recording not found');
  });

  it('is refused to who is no member, in the words for one that is not there', async () => {
    const elsewhere = await identify({ workspaceId: robin.workspaceId }, host);
    const nowhere = await identify({ workspaceId: newId() }, host);
    expect(elsewhere.refusal).toMatchObject({ kind: 'not_found' });
    expect(elsewhere.refusal?.message).toBe(nowhere.refusal?.message);
  });

  it('contradicts another one, or the meeting’s, with a conflict', async () => {
    const { id: meetingId } = await buildMeeting(database.dataSource.manager, host);
    const { workspaceId } = robin;
    for (const named of [
      { meetingId, workspaceId },
      { workspaceId, organization: newId() },
    ]) {
      expect((await identify(named)).refusal).toMatchObject({ kind: 'conflict' });
    }
  });

  it('later than the rest is entered with the role there, by a member alone', async () => {
    const { workspaceId: organization } = host;
    expect(await access.enter(robin, { organization })).toMatchObject({
      workspaceId: organization,
      role: 'VIEWER',
      actor: robin.actor,
    });
    expect(await access.enter(robin, {})).toBe(robin);
    await expect(access.enter(robin, { organization: newId() })).rejects.toMatchObject({
      kind: 'not_found',
    });
    const link = {
      ...robin,
      actor: { kind: 'share_link', linkId: 'l', meetingId: newId() } as const,
      role: null,
    };
    await expect(access.enter(link, { organization })).rejects.toMatchObject({ kind: 'not_found' });
  });
});
