import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AccountDeletion,
  Meeting,
  newId,
  ShareLink,
  User,
  Workspace,
  WorkspaceInvitation,
  WorkspaceMember,
} from '@memo/entities';
import { buildMeeting } from '@memo/testing';
import { auditRows } from './audit-rows.ts';
import type { Person } from './person.ts';
import { canary, startPurge, type Owner, type PurgeFixture } from './purge-fixture.ts';

let fixture: PurgeFixture;

beforeAll(async () => {
  fixture = await startPurge();
});
afterAll(() => fixture.close());

/** A workspace of others in which the person works. */
async function sharedBy({ person }: Owner) {
  const colleague = await fixture.person();
  const { manager } = fixture.dataSource;
  const workspaceId = newId();
  await manager.insert(Workspace, { id: workspaceId, name: 'Acme', kind: 'organization' });
  const { userId } = person.scope;
  await manager.insert(WorkspaceMember, [
    { workspaceId, userId, role: 'ADMIN' },
    { workspaceId, userId: colleague.user.id, role: 'OWNER' },
  ]);
  return { scope: { workspaceId, userId }, colleague };
}

describe('a workspace of others', () => {
  it('keeps what the person made there, of a former member, and gets an owner if it had no other', async () => {
    const [one, kim, ann] = [await fixture.owner(), await fixture.person(), await fixture.person()];
    const { manager } = fixture.dataSource;
    const workspaceId = newId();
    await manager.insert(Workspace, { id: workspaceId, name: 'Acme', kind: 'organization' });
    const { userId } = one.person.scope;
    await manager.insert(WorkspaceMember, [
      { workspaceId, userId, role: 'OWNER' },
      { workspaceId, userId: kim.user.id, role: 'OWNER' },
      { workspaceId, userId: ann.user.id, role: 'MEMBER' },
    ]);
    const { id } = await buildMeeting(manager, { workspaceId, userId }, { title: 'Ours' });
    await fixture.deleted(one);
    // The other owner left in the meantime.
    await manager.delete(WorkspaceMember, { workspaceId, userId: kim.user.id });
    await fixture.purged();
    expect(await fixture.rowsWith(one.email)).toEqual([]);
    const kept = await manager.findOneByOrFail(Meeting, { id });
    expect(kept).toMatchObject({ title: 'Ours', userId, deletedAt: null });
    expect(await manager.findOneByOrFail(User, { id: userId })).toMatchObject({
      ...{ name: 'Former member', phone: null, isActive: false },
    });
    expect(await manager.findBy(WorkspaceMember, { workspaceId })).toMatchObject([
      { userId: ann.user.id, role: 'OWNER' },
    ]);
    const told = await auditRows(fixture.dataSource, {
      ...{ workspaceId, action: 'workspace.owner_succeeded' },
    });
    expect(told).toHaveLength(1);
  });

  it('goes with the person where nobody else works', async () => {
    const one = await fixture.owner();
    const { manager } = fixture.dataSource;
    const workspaceId = newId();
    const { userId } = one.person.scope;
    await manager.insert(Workspace, { id: workspaceId, name: canary, kind: 'organization' });
    await manager.insert(WorkspaceMember, { workspaceId, userId, role: 'OWNER' });
    await buildMeeting(manager, { workspaceId, userId }, { title: one.email });
    await fixture.deleted(one);
    await fixture.purged();
    expect(await manager.countBy(Workspace, { id: workspaceId })).toBe(0);
    expect(await fixture.rowsWith(one.email)).toEqual([]);
    expect(await manager.findOneByOrFail(AccountDeletion, { userId })).toMatchObject({
      counted: { meetings: 2 },
    });
  });

  it.each(['work', 'worked until they left'])(
    'loses what the person kept to themselves, where they %s, and nothing of others',
    async (when) => {
      const one = await fixture.owner();
      const { scope, colleague } = await sharedBy(one);
      const { manager } = fixture.dataSource;
      const kept = { title: 'Ours', visibility: 'private' as const };
      const own = { workspaceId: scope.workspaceId, userId: colleague.user.id };
      const ofColleague = await buildMeeting(manager, own, kept);
      const secrets = [
        await buildMeeting(manager, scope, { title: one.email, visibility: 'private' }),
        // One that they deleted a moment before.
        await buildMeeting(manager, scope, {
          ...{ title: one.email, visibility: 'private', deletedAt: new Date() },
        }),
      ];
      await fixture.writeObject(`meetings/audio/${secrets[0]?.id ?? ''}.wav`, canary);
      if (when !== 'work') await manager.delete(WorkspaceMember, scope);
      await fixture.deleted(one);
      await fixture.purged();
      expect(await fixture.rowsWith(one.email)).toEqual([]);
      for (const { id } of secrets) {
        expect(await manager.countBy(Meeting, { id })).toBe(0);
        expect(await fixture.objectsOf(id)).toEqual([]);
      }
      expect(await manager.findOneByOrFail(Meeting, { id: ofColleague.id })).toMatchObject({
        ...{ title: 'Ours', deletedAt: null },
      });
      expect(
        await manager.findOneByOrFail(AccountDeletion, { userId: scope.userId }),
      ).toMatchObject({
        counted: { meetings: 2 },
      });
    },
  );

  it('has no invitation to or from the person any more, and no link that they made', async () => {
    const one = await fixture.owner();
    const { scope, colleague } = await sharedBy(one);
    const ours = await buildMeeting(fixture.dataSource.manager, {
      workspaceId: scope.workspaceId,
      userId: colleague.user.id,
    });
    const links = `/api/v1/mobile/meetings/${ours.id}/share-links`;
    await fixture.send(one.person, 'post', links, { scope: ['note'] }).expect(201);
    await fixture.send(colleague, 'post', links, { scope: ['note'] }).expect(201);
    const invite = (by: Person, email: string, workspaceId = scope.workspaceId) => {
      const path = `/api/v1/mobile/workspaces/${workspaceId}/invitations/`;
      return fixture.send(by, 'post', path, { email, role: 'VIEWER' }).expect(201);
    };
    await invite(one.person, `friend-of-${one.email}`);
    await invite(colleague, 'somebody@example.com');
    const elsewhere = await sharedBy(await fixture.owner());
    await invite(elsewhere.colleague, one.email, elsewhere.scope.workspaceId);
    await fixture.deleted(one);
    await fixture.purged();
    expect(await fixture.rowsWith(one.email)).toEqual([]);
    const { manager } = fixture.dataSource;
    expect(await manager.find(WorkspaceInvitation)).toMatchObject([
      { email: 'somebody@example.com' },
    ]);
    expect(await manager.findBy(ShareLink, { meetingId: ours.id })).toMatchObject([
      { createdBy: colleague.user.id },
    ]);
    const { workspaceId } = one.person.scope;
    const ends = await auditRows(fixture.dataSource, { workspaceId, action: 'account.purged' });
    // The link to their own meeting went with it.
    expect(ends.map(({ details }) => details)).toMatchObject([
      { workspace_invitations: 2, share_links: 1 },
    ]);
  });
});
