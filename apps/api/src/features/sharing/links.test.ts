import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, ShareLink } from '@memo/entities';
import { auditRows } from '../../../test/audit-rows.ts';
import { everything, meetings, startSharing, type SharingFixture } from './test/sharing-fixture.ts';

let fixture: SharingFixture;
let meetingId: string;

beforeAll(async () => {
  fixture = await startSharing({ PUBLIC_URL: 'https://memo.example.com/' });
  meetingId = await fixture.addMeeting();
});
afterAll(() => fixture.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

describe('making a link', () => {
  it('answers its address once, below PUBLIC_URL, with more than 128 random bits, kept as a hash', async () => {
    const { url, ...link } = await fixture.link(meetingId, { scope: ['audio', 'note'] });
    const [, token = ''] = /^https:\/\/memo\.example\.com\/s\/([\w-]{43})$/.exec(url) ?? [];
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(link).toMatchObject({
      ...{ meeting_id: meetingId, scope: ['note', 'audio'], has_password: false, status: 'OPEN' },
      ...{ created_by: fixture.owner.user.id, revoked_at: null, opened_count: 0 },
    });
    expect(await fixture.list(meetingId)).toContainEqual(link);
    const rows = JSON.stringify(await fixture.dataSource.manager.find(ShareLink));
    expect(rows).not.toContain(token);
  });

  it('is for a week, unless it says until when, within 90 days', async () => {
    const usual = await fixture.link(meetingId);
    const left = Date.parse(usual.expires_at) - Date.now();
    expect(left / 86_400_000).toBeCloseTo(7, 1);
    const later = inDays(89);
    const said = await fixture.link(meetingId, { scope: ['note'], expires_at: later });
    expect(said.expires_at).toBe(later);
  });

  it.each([
    ['no scope', {}],
    ['an empty scope', { scope: [] }],
    ['a part there is not', { scope: ['video'] }],
    ['a time that is over', { scope: ['note'], expires_at: '2020-01-01T00:00:00Z' }],
    ['a time too far away', { scope: ['note'], expires_at: inDays(91) }],
    ['a short password', { scope: ['note'], password: 'short' }],
  ])('is refused with 422 for %s', async (_, body) => {
    await fixture.share(meetingId, body).expect(422);
  });

  it('is refused once a hundred of a meeting open, and those that are over do not count', async () => {
    const full = await fixture.addMeeting();
    const { workspaceId, userId: createdBy } = fixture.owner.scope;
    const rows = Array.from({ length: 101 }, (_, number) => ({
      ...{ id: newId(), workspaceId, meetingId: full, createdBy, tokenHash: `${full} ${number}` },
      ...{ parts: everything, expiresAt: new Date(inDays(number === 0 ? -1 : 1)) },
    }));
    await fixture.dataSource.manager.insert(ShareLink, rows.slice(0, 100));
    await fixture.link(full);
    const refused = await fixture.share(full, { scope: ['note'] }).expect(409);
    expect(refused.body).toEqual({ detail: expect.stringContaining('100 links') });
  });
});

describe('changing a link', () => {
  it('changes what is named and leaves the rest', async () => {
    const { id, expires_at } = await fixture.link(meetingId, {
      ...{ scope: ['note'], password: 'correct horse' },
    });
    const other = await fixture.change(meetingId, id, { scope: ['transcript'] }).expect(200);
    expect(other.body).toMatchObject({ scope: ['transcript'], has_password: true, expires_at });
    const open = await fixture.change(meetingId, id, { password: null }).expect(200);
    expect(open.body).toMatchObject({ scope: ['transcript'], has_password: false });
    await fixture.change(meetingId, id, {}).expect(422);
  });

  it('opens one again that has expired, and none that was revoked', async () => {
    const { id, url } = await fixture.link(meetingId);
    await fixture.expire(id);
    expect((await fixture.list(meetingId)).find((link) => link.id === id)?.status).toBe('EXPIRED');
    await fixture.change(meetingId, id, { expires_at: inDays(1) }).expect(200);
    await fixture.visit(url).expect(200);
    await fixture.revoke(meetingId, id).expect(204);
    await fixture.revoke(meetingId, id).expect(204);
    await fixture.change(meetingId, id, { expires_at: inDays(2) }).expect(409);
    expect((await fixture.list(meetingId)).find((link) => link.id === id)?.status).toBe('REVOKED');
  });

  it('is told in the audit log, by ids and never by content', async () => {
    const { id } = await fixture.link(meetingId, { scope: ['note'] });
    await fixture.change(meetingId, id, { password: 'correct horse' });
    await fixture.revoke(meetingId, id);
    const rows = await auditRows(fixture.dataSource, { subject: id });
    expect(rows.map(({ action }) => action)).toEqual([
      'share_link.created',
      'share_link.updated',
      'share_link.revoked',
    ]);
    expect(rows.map(({ details }) => details)).toEqual([
      expect.objectContaining({ meeting: meetingId, scope: 'note', password: false }),
      { meeting: meetingId, password: true },
      { meeting: meetingId },
    ]);
  });
});

describe('who may', () => {
  it('make, see and end links: members and up, of those meetings that they see', async () => {
    const { id } = await fixture.link(meetingId);
    const [member, viewer, stranger] = await Promise.all([
      fixture.person({ workspace: fixture.owner.scope, role: 'MEMBER' }),
      fixture.person({ workspace: fixture.owner.scope, role: 'VIEWER' }),
      fixture.person(),
    ]);
    await fixture.link(meetingId, { scope: ['note'] }, member);
    expect((await fixture.list(meetingId, member)).map((link) => link.id)).toContain(id);
    await fixture.share(meetingId, { scope: ['note'] }, viewer).expect(403);
    await fixture.share(meetingId, { scope: ['note'] }, stranger).expect(404);
    const path = `${meetings}/${meetingId}/share-links`;
    await fixture.api.get(path).set('authorization', viewer.authorization).expect(403);
    const one = fixture.api.delete(`${path}/${id}`);
    await one.set('authorization', member.authorization).expect(204);
  });

  it('name a link of another meeting: nobody', async () => {
    const { id } = await fixture.link(meetingId);
    const other = await fixture.addMeeting();
    await fixture.change(other, id, { scope: ['note'] }).expect(404);
    await fixture.revoke(other, id).expect(404);
  });
});
