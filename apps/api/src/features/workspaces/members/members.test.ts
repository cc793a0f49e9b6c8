import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { User } from '@memo/entities';
import { startApi, type ApiFixture } from '../../../../test/api-fixture.ts';
import { detailOf, memberIn, mobile, someone, startTeam } from '../test/teams.ts';
import { holdWorkspace, whileHeld } from '../test/while-held.ts';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi();
});

afterAll(() => fixture.close());

describe('adding a member', () => {
  it('by their address makes them one, in any letters', async () => {
    const { id, owner, audited } = await startTeam(fixture);
    const kim = await someone(fixture);
    const answer = await owner.add(id, { email: kim.user.email.toUpperCase(), role: 'VIEWER' });
    expect([answer.status, memberIn(answer)]).toEqual([
      201,
      {
        user_id: kim.user.id,
        email: kim.user.email,
        name: kim.user.name,
        role: 'VIEWER',
        joined_at: expect.any(String),
      },
    ]);
    await kim.members(id).expect(200);
    expect((await audited()).at(-1)).toEqual({
      ...{ action: 'member.added', subject: String(kim.user.id) },
      ...{ details: { role: 'VIEWER' }, userId: owner.user.id },
    });
    expect(detailOf(await owner.add(id, { email: kim.user.email }).expect(409))).toContain(
      'member of this workspace already',
    );
  });

  it('is done once, however often it is asked for at one time', async () => {
    const { id, owner } = await startTeam(fixture);
    const kim = await someone(fixture);
    const adding = [1, 2, 3].map(() => owner.add(id, { email: kim.user.email }));
    const answers = await Promise.all(adding);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('by an id takes a colleague alone: ids tell nobody who has an account here', async () => {
    const [one, other] = [await startTeam(fixture), await startTeam(fixture)];
    const kim = await one.join('MEMBER');
    const byId = { user_id: kim.user.id };
    const nobody = await other.owner.add(other.id, { user_id: 2_000_000_000 }).expect(404);
    const stranger = await other.owner.add(other.id, byId).expect(404);
    expect(stranger.body).toEqual(nobody.body);
    // Of the first team both are members then.
    await one.owner.add(one.id, { email: other.owner.user.email }).expect(201);
    await other.owner.add(other.id, byId).expect(201);
  });

  it('says that nobody has the address, and how to go on', async () => {
    const { id, owner } = await startTeam(fixture);
    const gone = await someone(fixture);
    await fixture.dataSource.manager.update(User, { id: gone.user.id }, { isActive: false });
    for (const email of ['nobody@example.com', gone.user.email]) {
      expect(detailOf(await owner.add(id, { email }).expect(404))).toContain('Invite them');
    }
  });

  it.each([
    {},
    { email: 'kim@example.com', user_id: 1 },
    { email: 'kim@example.com', role: 'KING' },
    { email: 'kim@example.com', role: 'owner' },
    { email: 'kim@example.com', role: null },
    { user_id: 0 },
    { user_id: '7' },
  ])('takes no %j', async (body) => {
    const { id, owner } = await startTeam(fixture);
    await owner.add(id, body).expect(422);
  });
});

describe('an administrator', () => {
  it('manages members, and has no say about owners', async () => {
    const { id, owner, join, roles } = await startTeam(fixture);
    const [admin, member, kim] = [
      await join('ADMIN'),
      await join('MEMBER'),
      await someone(fixture),
    ];
    await admin.setRole(id, member.user.id, 'VIEWER').expect(200);
    await admin.setRole(id, member.user.id, 'ADMIN').expect(200);
    const refused = [
      admin.setRole(id, owner.user.id, 'ADMIN'),
      admin.setRole(id, admin.user.id, 'OWNER'),
      admin.removeMember(id, owner.user.id),
      admin.add(id, { email: kim.user.email, role: 'OWNER' }),
      admin.transfer(id, admin.user.id),
      admin.remove(id),
    ];
    for (const answer of refused) expect(detailOf(await answer.expect(403))).toContain('owner');
    expect((await roles()).get(owner.user.id)).toBe('OWNER');
    await admin.removeMember(id, member.user.id).expect(204);
  });
});

describe('a change of roles', () => {
  it('holds from the next request on', async () => {
    const { id, owner, join, audited } = await startTeam(fixture);
    const member = await join('MEMBER');
    await member.rename(id, 'Mine').expect(403);
    const answer = await owner.setRole(id, member.user.id, 'ADMIN').expect(200);
    expect(memberIn(answer)).toMatchObject({ user_id: member.user.id, role: 'ADMIN' });
    await member.rename(id, 'Ours').expect(200);
    expect((await audited()).at(-2)).toMatchObject({
      action: 'member.role_changed',
      details: { role: 'ADMIN', before: 'MEMBER' },
    });
    await owner.setRole(id, 2_000_000_000, 'ADMIN').expect(404, {
      detail: 'The workspace has no such member.',
    });
  });

  it('that two administrators make of each other at once is made by one of them', async () => {
    const { id, join, roles } = await startTeam(fixture);
    const [one, other] = [await join('ADMIN'), await join('ADMIN')];
    const answers = await whileHeld(fixture.dataSource, holdWorkspace(id), [
      () => one.setRole(id, other.user.id, 'VIEWER'),
      () => other.setRole(id, one.user.id, 'VIEWER'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
    const now = await roles();
    expect([now.get(one.user.id), now.get(other.user.id)].sort()).toEqual(['ADMIN', 'VIEWER']);
  });
});

describe('the last owner', () => {
  it('neither leaves nor steps down nor is removed', async () => {
    const { id, owner, join } = await startTeam(fixture);
    const admin = await join('ADMIN');
    for (const answer of [owner.leave(id), owner.setRole(id, owner.user.id, 'ADMIN')]) {
      expect(detailOf(await answer.expect(409))).toContain('its last one');
    }
    expect(detailOf(await owner.removeMember(id, owner.user.id).expect(409))).toContain('Leave');
    await owner.transfer(id, owner.user.id).expect(409);
    await owner.transfer(id, 2_000_000_000).expect(404);
    await owner.transfer(id, admin.user.id).expect(200);
    await owner.leave(id).expect(204);
    await admin.get(id).expect(200);
  });

  it('is who is left of two that leave at once', async () => {
    const { id, owner, join } = await startTeam(fixture);
    const second = await join('OWNER');
    const leaving = [owner, second].map((one) => () => one.leave(id));
    const answers = await whileHeld(fixture.dataSource, holdWorkspace(id), leaving);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    const owners: unknown[] = await fixture.dataSource.query(
      `SELECT user_id FROM workspace_members WHERE workspace_id = $1 AND role = 'OWNER'`,
      [id],
    );
    expect(owners).toHaveLength(1);
  });

  it('is the only one who can act: a deactivated owner is none', async () => {
    const { id, owner, join } = await startTeam(fixture);
    const second = await join('OWNER');
    const { manager } = fixture.dataSource;
    await manager.update(User, { id: second.user.id }, { isActive: false });
    await owner.leave(id).expect(409);
    expect(detailOf(await owner.transfer(id, second.user.id).expect(409))).toContain('deactivated');
  });

  it('hands it over, and is an administrator then', async () => {
    const { id, owner, join, audited } = await startTeam(fixture);
    const kim = await join('VIEWER');
    const answer = await owner.transfer(id, kim.user.id).expect(200);
    expect(memberIn(answer)).toMatchObject({ user_id: kim.user.id, role: 'OWNER' });
    await owner.remove(id).expect(403);
    await owner.rename(id, 'Still').expect(200);
    expect((await audited()).map(({ action }) => action)).toContain('workspace.transferred');
    await kim.remove(id).expect(204);
  });
});

it('who was removed or has left finds nothing of the workspace any more, and can come again', async () => {
  const { id, owner, join, audited } = await startTeam(fixture);
  const [kim, lee] = [await join('MEMBER'), await join('MEMBER')];
  const lists = () =>
    [kim, lee].map((one) =>
      one.as(fixture.api.get(`${mobile}/meetings/`)).set('X-Workspace-Id', id),
    );
  for (const list of lists()) await list.expect(200);
  await owner.removeMember(id, kim.user.id).expect(204);
  await owner.removeMember(id, kim.user.id).expect(404);
  await lee.leave(id).expect(204);
  await lee.leave(id).expect(404);
  for (const list of lists()) await list.expect(404);
  expect((await audited()).slice(-2).map(({ action }) => action)).toEqual([
    'member.removed',
    'member.left',
  ]);
  await owner.add(id, { email: kim.user.email }).expect(201);
  await lists()[0]?.expect(200);
});
