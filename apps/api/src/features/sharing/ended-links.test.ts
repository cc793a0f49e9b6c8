import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { User, WorkspaceMember } from '@memo/entities';
import { createDatabase } from '@memo/entities/connections';
import type { Person } from '../../../test/person.ts';
import { createLinksRepository } from './links/links.repository.ts';
import { meetings, startSharing, type SharingFixture } from './test/sharing-fixture.ts';

let fixture: SharingFixture;
let meetingId: string;

beforeAll(async () => {
  fixture = await startSharing();
  meetingId = await fixture.addMeeting();
});
afterAll(() => fixture.close());

/** Somebody of the owner's workspace who has shared its meeting. */
async function sharer() {
  const person = await fixture.person({ workspace: fixture.owner.scope, role: 'MEMBER' });
  return { person, link: await fixture.link(meetingId, { scope: ['note'] }, person) };
}

const statusOf = async (linkId: string) =>
  (await fixture.list(meetingId)).find(({ id }) => id === linkId)?.status;

const membership = ({ scope }: Person) => ({
  userId: scope.userId,
  workspaceId: scope.workspaceId,
});

describe('a link whose maker may not share the meeting any more opens for nobody, at once', () => {
  it('who was made a viewer; it opens again when they are a member again', async () => {
    const { person, link } = await sharer();
    await person.become('VIEWER');
    await fixture.visit(link.url).expect(404);
    expect(await statusOf(link.id)).toBe('SUSPENDED');
    await person.become('ADMIN');
    await fixture.visit(link.url).expect(200);
    expect(await statusOf(link.id)).toBe('OPEN');
  });

  it('who was removed from the workspace', async () => {
    const { person, link } = await sharer();
    await fixture.dataSource.manager.delete(WorkspaceMember, membership(person));
    await fixture.visit(link.url).expect(404);
    expect(await statusOf(link.id)).toBe('SUSPENDED');
  });

  it('who was deactivated', async () => {
    const { person, link } = await sharer();
    const { manager } = fixture.dataSource;
    await manager.update(User, { id: person.user.id }, { isActive: false });
    await fixture.visit(link.url).expect(404);
  });

  it('whose account is gone for good', async () => {
    const { person, link } = await sharer();
    await fixture.dataSource.manager.delete(User, { id: person.user.id });
    await fixture.visit(link.url).expect(404);
    expect(await statusOf(link.id)).toBeUndefined();
  });
});

describe('a link that is over', () => {
  /** All that an answer says, without what is of this request alone. */
  async function wholeOf(url: string, method: 'get' | 'post' = 'get') {
    const path = new URL(url).pathname;
    const answer =
      method === 'get'
        ? await fixture.api.get(path)
        : await fixture.api.post(path).type('form').send({ password: 'a password' });
    const ofTheRequest = ['date', 'x-request-id', 'ratelimit-remaining', 'ratelimit-reset'];
    const headers = Object.entries(answer.headers as Record<string, string>).filter(
      ([name]) => !ofTheRequest.includes(name),
    );
    return { status: answer.status, headers, text: answer.text };
  }

  it('is answered as one that never was, to the byte: expired, revoked, of a deleted meeting', async () => {
    const gone = await fixture.addMeeting();
    const password = 'correct horse';
    const [expired, revoked, deleted] = await Promise.all([
      fixture.link(meetingId, { scope: ['note', 'audio'] }),
      fixture.link(meetingId, { scope: ['note', 'audio'], password }),
      fixture.link(gone),
    ]);
    await fixture.expire(expired.id);
    await fixture.revoke(meetingId, revoked.id).expect(204);
    const { authorization } = fixture.owner;
    await fixture.api.delete(`${meetings}/${gone}`).set({ authorization }).expect(204);

    const never = `${fixture.url}/s/${'a'.repeat(43)}`;
    for (const end of ['', '/audio']) {
      const unknown = await wholeOf(never + end);
      expect(unknown.status).toBe(404);
      expect(unknown.text).toContain('This link does not open');
      for (const { url } of [expired, revoked, deleted]) {
        expect(await wholeOf(url + end)).toEqual(unknown);
      }
    }
    const unlocked = await wholeOf(never, 'post');
    for (const { url } of [expired, revoked, deleted]) {
      expect(await wholeOf(url, 'post')).toEqual(unlocked);
    }
  });

  it('is forgotten when it has been over for a month', async () => {
    const { id } = await fixture.link(meetingId);
    const { id: recent } = await fixture.link(meetingId);
    const { dataSource } = fixture;
    const over = (linkId: string, days: number) =>
      dataSource.query(
        `UPDATE share_links SET expires_at = now() - make_interval(days => $2) WHERE id = $1`,
        [linkId, days],
      );
    await over(id, 31);
    await over(recent, 29);
    await createLinksRepository(createDatabase(dataSource)).prune(30);
    expect(await statusOf(id)).toBeUndefined();
    expect(await statusOf(recent)).toBe('EXPIRED');
  });
});
