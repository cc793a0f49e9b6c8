import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, type SharedPart, type Visibility, type WorkspaceRole } from '@memo/entities';
import type { Person } from '../../../test/person.ts';
import { meetings, startSharing, type SharingFixture } from './test/sharing-fixture.ts';

let fixture: SharingFixture;
/** By role; the owner made the meetings. */
let people: Record<WorkspaceRole | 'stranger', Person>;

beforeAll(async () => {
  fixture = await startSharing();
  const { owner, person } = fixture;
  const workspace = owner.scope;
  const [manager, member, viewer, stranger] = await Promise.all([
    person({ workspace, role: 'ADMIN' }),
    person({ workspace, role: 'MEMBER' }),
    person({ workspace, role: 'VIEWER' }),
    person(),
  ]);
  people = { OWNER: owner, ADMIN: manager, MEMBER: member, VIEWER: viewer, stranger };
});
afterAll(() => fixture.close());

const see = (meetingId: string, visibility: Visibility) =>
  fixture.dataSource.manager.update(Meeting, { id: meetingId }, { visibility });

const inOrder = ['OWNER', 'ADMIN', 'MEMBER', 'VIEWER', 'stranger'] as const;

describe('the routes over the links of a meeting that', () => {
  it.each([
    ['all members see', 'workspace', ['yes', 'yes', 'yes', 403, 404]],
    ['is private to its maker', 'private', ['yes', 404, 404, 404, 404]],
  ] as const)('%s answer by role', async (_, visibility, expected) => {
    const meetingId = await fixture.addMeeting();
    await see(meetingId, visibility);
    const path = `${meetings}/${meetingId}/share-links`;
    const answers = inOrder.map(async (role) => {
      const { id } = await fixture.link(meetingId);
      const { authorization } = people[role];
      const { api } = fixture;
      const asked = [
        await api.get(path).set({ authorization }),
        await api
          .post(path)
          .set({ authorization })
          .send({ scope: ['note'] }),
        await api
          .patch(`${path}/${id}`)
          .set({ authorization })
          .send({ scope: ['audio'] }),
        await api.delete(`${path}/${id}`).set({ authorization }),
      ];
      return asked.map(({ status }) => (status < 300 ? 'yes' : status));
    });
    expect(await Promise.all(answers)).toEqual(
      expected.map((one) => Array.from({ length: 4 }, () => one)),
    );
  });
});

const scopes: SharedPart[][] = [['note'], ['transcript'], ['audio'], ['note', 'audio']];

describe('a link that is opened by people without an account', () => {
  it.each(scopes.map((scope) => ({ scope, parts: scope.join(' and ') })))(
    'shows $parts while its maker sees the meeting, and nothing when it was hidden from them',
    async ({ scope }) => {
      const meetingId = await fixture.addMeeting();
      const ofMember = await fixture.link(meetingId, { scope }, people.MEMBER);
      const ofOwner = await fixture.link(meetingId, { scope });
      const statuses = async (url: string) => [
        (await fixture.visit(url)).status,
        (await fixture.visit(`${url}/audio`)).status,
      ];
      const shown = [200, scope.includes('audio') ? 200 : 404];
      expect(await statuses(ofMember.url)).toEqual(shown);
      await see(meetingId, 'private');
      expect(await statuses(ofMember.url)).toEqual([404, 404]);
      expect(await statuses(ofOwner.url)).toEqual(shown);
      const listed = await fixture.list(meetingId);
      expect(listed.map(({ id, status }) => [id, status])).toEqual([
        [ofOwner.id, 'OPEN'],
        [ofMember.id, 'SUSPENDED'],
      ]);
      await see(meetingId, 'workspace');
      expect(await statuses(ofMember.url)).toEqual(shown);
    },
  );
});
