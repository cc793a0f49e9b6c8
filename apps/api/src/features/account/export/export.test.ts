import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, SpeakerProfile, Template, Workspace, WorkspaceMember } from '@memo/entities';
import { buildMeeting, buildTranscript } from '@memo/testing';
import { startApi, type ApiFixture } from '../../../../test/api-fixture.ts';
import { auditRows } from '../../../../test/audit-rows.ts';
import type { Person } from '../../../../test/person.ts';

interface Exported {
  account: Record<string, unknown>;
  templates: Record<string, unknown>[];
  speaker_profiles: Record<string, unknown>[];
  meetings: {
    id: string;
    audio: { url: string } | null;
    transcription: unknown[];
    title: string;
  }[];
  complete: true;
}

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi();
});
afterAll(() => fixture.close());

const exported = async ({ authorization }: Person) => {
  const answer = await fixture.api.get('/api/v1/mobile/auth/export').set({ authorization });
  expect([answer.status, answer.get('Cache-Control')]).toEqual([200, 'no-store']);
  return JSON.parse(answer.text) as Exported;
};

describe('the export of an account', () => {
  it('has who they are, what they made, and every meeting with what was said and its sound', async () => {
    const robin = await fixture.person();
    const { manager } = fixture.dataSource;
    const { scope } = robin;
    const owned = { id: newId(), workspaceId: scope.workspaceId };
    await manager.insert(Template, { ...owned, title: 'Mine', createdBy: scope.userId });
    await manager.insert(SpeakerProfile, {
      ...{ ...owned, firstName: 'Kim', lastName: 'Lee', userId: scope.userId },
    });
    const key = `meetings/audio/${newId()}.wav`;
    await fixture.writeObject(key, 'the sound');
    const { id } = await buildMeeting(manager, scope, { recordingKeys: [key], title: 'Planning' });
    await buildTranscript(manager, scope, id, ['We ship on Monday.']);
    const { account, templates, speaker_profiles, meetings, complete } = await exported(robin);
    expect(account).toMatchObject({ id: scope.userId, email: robin.user.email, phone: null });
    expect(JSON.stringify(account)).not.toContain('argon2');
    expect(templates).toMatchObject([{ title: 'Mine' }]);
    expect(speaker_profiles).toMatchObject([{ first_name: 'Kim' }]);
    expect(meetings).toMatchObject([{ id, title: 'Planning' }]);
    expect(meetings[0]?.transcription).toMatchObject([{ text: 'We ship on Monday.' }]);
    const sound = await fetch(meetings[0]?.audio?.url ?? '');
    expect(await sound.text()).toBe('the sound');
    expect(complete).toBe(true);
    expect(
      await auditRows(fixture.dataSource, { userId: scope.userId, action: 'account.exported' }),
    ).toHaveLength(1);
  });

  it('has their own of workspaces they share, nothing of others, and nothing of where they left', async () => {
    const [robin, kim] = [await fixture.person(), await fixture.person()];
    const { manager } = fixture.dataSource;
    const shared = { workspaceId: newId() };
    const left = { workspaceId: newId() };
    for (const { workspaceId: id } of [shared, left]) {
      await manager.insert(Workspace, { id, name: 'Acme', kind: 'organization' });
    }
    await manager.insert(WorkspaceMember, {
      ...{ ...shared, userId: robin.user.id, role: 'MEMBER' },
    });
    const own = await buildMeeting(manager, { ...shared, userId: robin.user.id });
    await buildMeeting(manager, { ...shared, userId: kim.user.id });
    await buildMeeting(manager, { ...left, userId: robin.user.id });
    const { meetings } = await exported(robin);
    expect(meetings.map(({ id }) => id)).toEqual([own.id]);
  });

  it('goes on past a page of meetings, none of them twice', async () => {
    const robin = await fixture.person();
    await fixture.dataSource.query(
      `INSERT INTO meetings (id, workspace_id, user_id, title)
       SELECT gen_random_uuid(), $1, $2, 'One of many' FROM generate_series(1, 205)`,
      [robin.scope.workspaceId, robin.user.id],
    );
    const { meetings } = await exported(robin);
    expect(new Set(meetings.map(({ id }) => id)).size).toBe(205);
    expect(meetings).toHaveLength(205);
  });

  it('is made ten times an hour at most', async () => {
    const robin = await fixture.person();
    for (let times = 0; times < 10; times += 1) await exported(robin);
    const { authorization } = robin;
    await fixture.api.get('/api/v1/mobile/auth/export').set({ authorization }).expect(429);
  });
});
