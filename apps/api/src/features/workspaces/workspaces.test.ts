import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, Workspace, WorkspaceMember } from '@memo/entities';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import {
  detailOf,
  mobile,
  someone,
  startTeam,
  workspacesClient,
  workspacesIn,
} from './test/teams.ts';
import { whileHeld } from './test/while-held.ts';
import { maxOwned } from './workspaces.service.ts';
import type { WireWorkspace } from './workspaces.schemas.ts';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi();
});

afterAll(() => fixture.close());

describe('a workspace', () => {
  it('belongs to who makes it, who sees it beside their own', async () => {
    const robin = await someone(fixture);
    const made = (await robin.create(' Acme sales ').expect(201)).body as WireWorkspace;
    expect(made).toEqual({
      id: expect.any(String),
      name: 'Acme sales',
      kind: 'organization',
      role: 'OWNER',
      member_count: 1,
      created_at: expect.any(String),
    });
    const seen = workspacesIn(await robin.list().expect(200));
    expect(seen.map(({ kind }) => kind)).toEqual(['personal', 'organization']);
    expect(seen[1]).toEqual(made);
    await robin.get(made.id).expect(200, made);
  });

  it.each([
    `${mobile}/auth/organizations`,
    '/api/v1/web/auth/organizations',
    '/api/auth/organizations',
    '/api/workspaces',
  ])('is the same below %s', async (base) => {
    const robin = await someone(fixture);
    const there = workspacesClient(fixture, robin, base);
    const { id } = (await there.create('Acme').expect(201)).body as WireWorkspace;
    await there.rename(id, 'Acme Ltd').expect(200);
    const answer = await robin.get(id).expect(200);
    await there.get(id).expect(200, answer.body as object);
    const member = await there.members(id).expect(200);
    expect(member.body).toMatchObject({ data: [{ user_id: robin.user.id, role: 'OWNER' }] });
    expect(workspacesIn(await there.list().expect(200)).map(({ name }) => name)).toContain(
      'Acme Ltd',
    );
    await there.remove(id).expect(204);
    await robin.get(id).expect(404);
  });

  it('can be named in any other request of its members, by their role there', async () => {
    const { id, join } = await startTeam(fixture);
    const viewer = await join('VIEWER');
    const answer = await viewer.as(fixture.api.get(`${mobile}/auth/me`)).set('X-Workspace-Id', id);
    expect(answer.body).toMatchObject({
      workspace: { id, name: 'Acme sales', kind: 'organization' },
      role: 'VIEWER',
      permissions: expect.arrayContaining(['workspace.read_members', 'workspace.leave']),
    });
  });

  it('is no other one than its path says', async () => {
    const { id, owner } = await startTeam(fixture);
    await owner.get(id).set('X-Workspace-Id', id.toUpperCase()).expect(200);
    await owner.get(id).set('X-Workspace-Id', owner.scope.workspaceId).expect(409);
  });

  it('gets another name from who manages it, which is recorded', async () => {
    const { id, join, audited } = await startTeam(fixture);
    const admin = await join('ADMIN');
    const answer = await admin.rename(id, 'Acme Ltd').expect(200);
    expect(answer.body).toMatchObject({ name: 'Acme Ltd', role: 'ADMIN', member_count: 2 });
    expect((await audited()).map(({ action, userId }) => [action, userId])).toEqual([
      ['workspace.created', expect.any(Number)],
      ['workspace.renamed', admin.user.id],
    ]);
    await admin.rename(id, '\u200b ').expect(422);
  });

  it('shows its details to owners and administrators alone, and its members to all of them', async () => {
    const { id, join } = await startTeam(fixture);
    for (const role of ['MEMBER', 'VIEWER'] as const) {
      const person = await join(role);
      const refused = await person.get(id).expect(403);
      expect(detailOf(refused)).toContain('Only owners and administrators');
      await person.members(id).expect(200);
      expect(workspacesIn(await person.list().expect(200)).at(-1)).toMatchObject({ id, role });
    }
    await (await join('ADMIN')).get(id).expect(200);
    const stranger = await someone(fixture);
    for (const asked of [stranger.get(id), stranger.members(id), stranger.remove(id)]) {
      expect(detailOf(await asked.expect(404))).toContain('no member');
    }
  });
});

describe('a personal workspace', () => {
  it('takes a name and nothing else', async () => {
    const robin = await someone(fixture);
    const kim = await someone(fixture);
    const { workspaceId: own } = robin.scope;
    expect((await robin.rename(own, 'My desk').expect(200)).body).toMatchObject({
      name: 'My desk',
      kind: 'personal',
    });
    const refusals = [
      robin.add(own, { email: kim.user.email }),
      robin.invite(own),
      robin.transfer(own, kim.user.id),
      robin.leave(own),
      robin.remove(own),
    ];
    for (const refused of refusals) {
      expect(detailOf(await refused.expect(409))).toContain('A personal workspace');
    }
    expect(workspacesIn(await robin.list())).toMatchObject([{ id: own, member_count: 1 }]);
  });
});

it('nobody owns more workspaces than they could need, also when they make two at once', async () => {
  const robin = await someone(fixture);
  const { manager } = fixture.dataSource;
  const ids = Array.from({ length: maxOwned - 1 }, () => newId());
  await manager.insert(
    Workspace,
    ids.map((id) => ({ id, name: 'Filler', kind: 'organization' as const })),
  );
  await manager.insert(
    WorkspaceMember,
    ids.map((workspaceId) => ({ workspaceId, userId: robin.user.id, role: 'OWNER' as const })),
  );
  const holdUser: [string, number] = ['SELECT FROM users WHERE id = $1 FOR UPDATE', robin.user.id];
  const making = ['A', 'B'].map((name) => () => robin.create(name));
  const answers = await whileHeld(fixture.dataSource, holdUser, making);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(detailOf(await robin.create('C').expect(409))).toContain(`${maxOwned} workspaces`);
});
