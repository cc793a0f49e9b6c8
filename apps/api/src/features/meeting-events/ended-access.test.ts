import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAccess, createAccessTokens } from '@memo/access';
import { Meeting, newId, User, Workspace, WorkspaceMember } from '@memo/entities';
import { createDatabase } from '@memo/entities/connections';
import { buildMeeting } from '@memo/testing';
import { jwtSecret, startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import { createFindRefusals } from './find-refusals.ts';
import { startFollower } from './test/follower.ts';

const mobile = '/api/v1/mobile';

let fixture: ApiFixture;
beforeAll(async () => {
  fixture = await startApi();
});
afterAll(() => fixture.close());

type Person = Awaited<ReturnType<ApiFixture['person']>>;

/** A member of a workspace of several, who follows a meeting of its owner there. */
async function following() {
  const owner = await fixture.person();
  const robin = await fixture.person();
  const { manager } = fixture.dataSource;
  const team = { id: newId(), name: 'Acme', kind: 'organization' } as const;
  const workspaceId = team.id;
  await manager.insert(Workspace, team);
  await owner.join({ workspaceId }, 'OWNER');
  await robin.join({ workspaceId }, 'VIEWER');
  const meeting = { workspaceId, userId: owner.scope.userId };
  const { id } = await buildMeeting(manager, meeting, { status: 'PROCESSING' });
  const follow = ({ authorization }: Person) =>
    startFollower(`${fixture.url}${mobile}/meetings/${id}/events`, { authorization });
  const [follower, other] = [await follow(robin), await follow(owner)];
  await Promise.all([follower.event(1), other.event(1)]);
  return { robin, owner, workspaceId, id, follower, other };
}

type Ending = (robin: Person, workspaceId: string, owner: Person) => Promise<unknown>;

const asRobin = ({ authorization }: Person) => ({ authorization });
const ofUser = (change: Partial<User>): Ending => {
  return ({ scope }) => fixture.dataSource.manager.update(User, { id: scope.userId }, change);
};
const noMember = (workspaceId: string, { scope: { userId } }: Person) =>
  fixture.dataSource.manager.delete(WorkspaceMember, { workspaceId, userId });

const endings: Record<string, Ending> = {
  'the session is logged out of': (robin) =>
    fixture.api
      .post(`${mobile}/auth/logout`)
      .set(asRobin(robin))
      .send({ refresh_token: robin.refresh_token })
      .expect(204),
  'the session is ended from the list': async (robin) => {
    const list = await fixture.api.get(`${mobile}/auth/sessions`).set(asRobin(robin)).expect(200);
    const { sessions } = list.body as { sessions: { id: string }[] };
    await fixture.api
      .delete(`${mobile}/auth/sessions/${sessions[0]?.id ?? ''}`)
      .set(asRobin(robin))
      .expect(204);
  },
  'the session expires': ({ scope }) =>
    fixture.dataSource.query(`UPDATE refresh_tokens SET expires_at = now() WHERE user_id = $1`, [
      scope.userId,
    ]),
  'the user is signed out everywhere': ofUser({ tokenVersion: 1 }),
  'the user is deactivated': ofUser({ isActive: false }),
  'the meeting is made private by another member': (_robin, workspaceId) =>
    fixture.dataSource.manager.update(Meeting, { workspaceId }, { visibility: 'private' }),
  'the user is removed from the workspace': (robin, workspaceId, owner) =>
    fixture.api
      .delete(`${mobile}/workspaces/${workspaceId}/members/${robin.scope.userId}`)
      .set(asRobin(owner))
      .expect(204),
  'the user leaves the workspace': (robin, workspaceId) =>
    fixture.api.post(`${mobile}/workspaces/${workspaceId}/leave`).set(asRobin(robin)).expect(204),
  'the user loses their own workspace': (robin) => noMember(robin.scope.workspaceId, robin),
};

describe('a stream of events', () => {
  it.each(Object.keys(endings))('ends, and tells nothing more, when %s', async (how) => {
    const { robin, owner, workspaceId, id, follower, other } = await following();
    await endings[how]?.(robin, workspaceId, owner);
    await fixture.dataSource.manager.update(Meeting, { id }, { needsReview: true });

    expect(await follower.end()).toBe('whole');
    expect(follower.names()).toEqual(['progress', 'refused']);
    // In the words that the next request is answered with.
    const next = await fixture.api.get(`${mobile}/meetings/${id}`).set(asRobin(robin));
    expect([401, 404]).toContain(next.status);
    expect(follower.events[1]?.data).toEqual(next.body);

    await other.event(2);
    expect(other.names()).toEqual(['progress', 'progress']);
    other.leave();
  });

  it('ends for everybody when the workspace is deleted', async () => {
    const { owner, workspaceId, id, follower, other } = await following();
    const as = asRobin(owner);
    await fixture.api.delete(`${mobile}/workspaces/${workspaceId}`).set(as).expect(204);
    for (const one of [follower, other]) {
      expect(await one.end()).toBe('whole');
      expect(one.names().at(-1)).not.toBe('progress');
    }
    await fixture.api.get(`${mobile}/meetings/${id}`).set(as).expect(404);
  });
});

describe('whether who follows still may', () => {
  /** Of one who is allowed in with a token that is good for so long, in a workspace of theirs. */
  async function refusalOf(accessTokenMs: number, role: 'OWNER' | 'VIEWER') {
    const { manager } = fixture.dataSource;
    const { scope } = await fixture.person({ role });
    const tokens = createAccessTokens({ secret: jwtSecret, algorithm: 'HS256', accessTokenMs });
    const claims = { ...scope, tokenVersion: 0, sessionId: null };
    const database = createDatabase(fixture.dataSource);
    const access = createAccess({ database, accessTokens: tokens });
    const { id: meetingId } = await buildMeeting(manager, scope);
    const credential = tokens.issue(claims);
    const watched = { workspaceId: scope.workspaceId, meetingId, credential };
    // Asked for a permission that viewers do not have.
    const [refusal] = await createFindRefusals(access, 'meeting.update')([watched]);
    return refusal;
  }

  it('is no where the token has expired', async () => {
    expect(await refusalOf(60_000, 'OWNER')).toBeNull();
    expect(await refusalOf(-1_000, 'OWNER')).toMatchObject({ kind: 'unauthenticated' });
  });

  it('is no where their role does not permit it', async () => {
    expect(await refusalOf(60_000, 'VIEWER')).toMatchObject({ kind: 'forbidden' });
  });
});
