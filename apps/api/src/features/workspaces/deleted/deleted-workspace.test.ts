import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, newId, Template, Workspace } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { buildMeeting, buildWav } from '@memo/testing';
import { IsNull } from 'typeorm';
import { startApi, type ApiFixture } from '../../../../test/api-fixture.ts';
import { whileHeld } from '../test/while-held.ts';
import { detailOf, mobile, startTeam, workspacesIn } from '../test/teams.ts';
import { purgeWorkspaces } from './purge-workspaces.ts';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi();
});

afterAll(() => fixture.close());

const purge = () =>
  purgeWorkspaces({
    database: createDatabase(fixture.dataSource),
    transact: createTransact(fixture.dataSource),
  });

/** A workspace with a meeting of its owner and one of a member, which both of them can read. */
async function teamWithMeetings() {
  const team = await startTeam(fixture);
  const member = await team.join('MEMBER');
  const { manager } = fixture.dataSource;
  const scopeOf = ({ user }: { user: { id: number } }) => ({
    workspaceId: team.id,
    userId: user.id,
  });
  const [first, second] = [
    await buildMeeting(manager, scopeOf(team.owner)),
    await buildMeeting(manager, scopeOf(member)),
  ];
  return { ...team, member, meetings: [first, second] };
}

const tablesWith = async (workspaceId: string): Promise<string[]> => {
  const tables: { name: string }[] = await fixture.dataSource.query(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'workspace_id'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows: unknown[] = await fixture.dataSource.query(
      `SELECT 1 FROM "${name}" WHERE workspace_id = $1 LIMIT 1`,
      [workspaceId],
    );
    if (rows.length > 0) found.push(name);
  }
  return found.sort();
};

describe('a workspace that is deleted', () => {
  it('is out of reach from that moment with all that is in it, for everybody', async () => {
    const { id, owner, member, meetings, audited } = await teamWithMeetings();
    expect(detailOf(await member.remove(id).expect(403))).toContain('Only an owner');
    await owner.remove(id).expect(204);
    // In the same moment: some things know a meeting without its workspace's members.
    const { manager } = fixture.dataSource;
    expect(await manager.countBy(Meeting, { workspaceId: id, deletedAt: IsNull() })).toBe(0);
    for (const person of [owner, member]) {
      await person.get(id).expect(404);
      await person.members(id).expect(404);
      expect(workspacesIn(await person.list().expect(200)).map((one) => one.id)).not.toContain(id);
      const inIt = (path: string) =>
        person.as(fixture.api.get(`${mobile}${path}`)).set('X-Workspace-Id', id);
      for (const path of ['/meetings/', '/templates', '/usage', '/changes?after=0']) {
        await inIt(path).expect(404);
      }
      for (const meeting of meetings) {
        await person.as(fixture.api.get(`${mobile}/meetings/${meeting.id}`)).expect(404);
      }
      await person
        .as(fixture.api.post(`${mobile}/meetings/`))
        .field({ title: 'Late', organization: id })
        .attach('audio_file', buildWav(1_000), 'a.wav')
        .expect(404);
    }
    await owner.remove(id).expect(404);
    expect((await audited()).at(-1)).toMatchObject({
      action: 'workspace.deleted',
      details: { meetings: 2 },
    });
  });

  it('is not there for somebody who is added or invited at the same moment', async () => {
    const { id, owner, join } = await startTeam(fixture);
    const admin = await join('ADMIN');
    const kim = await fixture.person();
    const answers = await Promise.all([
      owner.remove(id),
      admin.add(id, { email: kim.user.email }),
      admin.invite(id),
    ]);
    expect(answers[0].status).toBe(204);
    for (const { status } of answers.slice(1)) expect([201, 404]).toContain(status);
    expect(await tablesWith(id)).not.toContain('workspace_members');
    expect(await tablesWith(id)).not.toContain('workspace_invitations');
  });

  it('is there until its meetings are gone, and then leaves nothing but what the audit log says', async () => {
    const { id, owner, meetings } = await teamWithMeetings();
    const { manager } = fixture.dataSource;
    const template = { id: newId(), workspaceId: id, title: 'Ours', keyPointsPrompt: [] };
    await manager.insert(Template, { ...template, createdBy: owner.user.id });
    await owner.invite(id).expect(201);
    await owner.remove(id).expect(204);
    await purge();
    expect(await manager.existsBy(Workspace, { id })).toBe(true);
    const rows = await manager.findBy(Meeting, { workspaceId: id });
    expect(rows.map(({ deletedAt }) => deletedAt)).toEqual([expect.any(Date), expect.any(Date)]);
    // As the sweep of deleted meetings does, minutes later.
    for (const meeting of meetings) await manager.delete(Meeting, { id: meeting.id });
    await purge();
    expect(await manager.existsBy(Workspace, { id })).toBe(false);
    const left = await tablesWith(id);
    expect(left.filter((table) => !table.includes('audit'))).toEqual([]);
  });

  it('takes a meeting along that was on its way in', async () => {
    const { id, owner } = await startTeam(fixture);
    await owner.remove(id).expect(204);
    const late = await buildMeeting(fixture.dataSource.manager, {
      workspaceId: id,
      userId: owner.user.id,
    });
    await purge();
    const found = await fixture.dataSource.manager.findOneByOrFail(Meeting, { id: late.id });
    expect(found.deletedAt).not.toBeNull();
    expect(await fixture.dataSource.manager.existsBy(Workspace, { id })).toBe(true);
  });

  it('stays for a meeting that is just being made there', async () => {
    const { id, owner } = await startTeam(fixture);
    await owner.remove(id).expect(204);
    const make = `INSERT INTO meetings (id, workspace_id, user_id, title, playback_key)
      VALUES ($1, $2, $3, 'Late', 'none')`;
    const late = newId();
    await whileHeld(fixture.dataSource, [make, late, id, owner.user.id], [purge]);
    expect(await fixture.dataSource.manager.existsBy(Meeting, { id: late })).toBe(true);
  });
});
