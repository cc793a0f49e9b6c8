import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingSpeaker, newId, SpeakerProfile } from '@memo/entities';
import { auditRows } from '../../../test/audit-rows.ts';
import type { WireProfile, WireProfilePage } from './profiles.schemas.ts';
import { startCrm, type CrmFixture, type Person } from './test/crm-fixture.ts';

const profiles = '/speaker-profiles';
const notFound = { detail: 'Speaker profile not found' };

let fixture: CrmFixture;
/** For what stores nothing. */
let anyone: Person;

beforeAll(async () => {
  fixture = await startCrm();
  anyone = await fixture.person();
});

afterAll(() => fixture.close());

const trailOf = async ({ scope: { workspaceId } }: Person) => {
  const events = await auditRows(fixture.dataSource, { workspaceId });
  return events
    .filter(({ action }) => action.startsWith('profile.'))
    .map(({ action, subject, details }) => ({ action, subject, details }));
};

const stored = ({ scope: { workspaceId } }: Person) =>
  fixture.dataSource.manager.countBy(SpeakerProfile, { workspaceId });

describe('a speaker profile', () => {
  it("is made from the contract's example and read back the same", async () => {
    const robin = await fixture.person();
    const answer = await robin
      .send('post', profiles, {
        first_name: 'John',
        last_name: 'Doe',
        email: 'john@example.com',
        phone: '+1234567890',
        company: 'Acme Corp',
        designation: 'Product Manager',
      })
      .expect(201);
    const profile = answer.body as WireProfile;
    expect(profile).toEqual({
      id: expect.any(String),
      first_name: 'John',
      middle_name: null,
      last_name: 'Doe',
      full_name: 'John Doe',
      email: 'john@example.com',
      phone: '+1234567890',
      company: 'Acme Corp',
      designation: 'Product Manager',
      notes: null,
      user_id: robin.scope.userId,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      updated_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    await robin.send('get', `${profiles}/${profile.id}`).expect(200, profile);
  });

  it('changes in the fields that are sent, and in no other', async () => {
    const robin = await fixture.person();
    const profile = await robin.profile({ company: 'Acme Corp', notes: 'Met in Lyon' });
    const answer = await robin
      .send('put', `${profiles}/${profile.id}`, { middle_name: 'Q.', notes: null })
      .expect(200);
    const changed = answer.body as WireProfile;
    expect(changed).toEqual({
      ...profile,
      middle_name: 'Q.',
      full_name: 'John Q. Doe',
      notes: null,
      updated_at: expect.any(String),
    });
    expect(Date.parse(changed.updated_at)).toBeGreaterThan(Date.parse(profile.updated_at));
  });

  it('has no field that is empty: an empty text counts as not given', async () => {
    const robin = await fixture.person();
    const profile = await robin.profile({ email: '', phone: ' ', company: '' });
    expect(profile).toMatchObject({ email: null, phone: null, company: null });
  });

  it('takes its mappings with it and leaves the speakers', async () => {
    const robin = await fixture.person();
    const { id } = await robin.profile();
    await robin.meeting(['Jane']);
    await robin.map(id, { speaker_name: 'Jane' }).expect(200);
    await robin.send('delete', `${profiles}/${id}`).expect(204);
    await robin.send('delete', `${profiles}/${id}`).expect(404, notFound);
    await robin.send('get', `${profiles}/${id}`).expect(404, notFound);
    expect(await robin.speakers()).toEqual([['Jane', 1, null]]);
    expect(await fixture.dataSource.manager.countBy(MeetingSpeaker, { profileId: id })).toBe(0);
  });

  it('is not there for a stranger: not to read, change, delete or map', async () => {
    const [robin, stranger] = [await fixture.person(), await fixture.person()];
    const profile = await robin.profile();
    await stranger.meeting(['Jane']);
    const path = `${profiles}/${profile.id}`;
    await stranger.send('get', path).expect(404, notFound);
    await stranger.send('put', path, { first_name: 'Mallory' }).expect(404, notFound);
    await stranger.send('delete', path).expect(404, notFound);
    await stranger.map(profile.id, { speaker_name: 'Jane' }).expect(404, notFound);
    await stranger.unmap(profile.id, { speaker_name: 'Jane' }).expect(404, notFound);
    await robin.send('get', path).expect(200, profile);
    expect(await trailOf(stranger)).toEqual([]);
  });

  it('that never was is a 404, and an id that is none a 422', async () => {
    await anyone.send('get', `${profiles}/${newId()}`).expect(404, notFound);
    await anyone.send('get', `${profiles}/42`).expect(422);
    await anyone.send('put', `${profiles}/${newId()}`, { notes: 'x' }).expect(404, notFound);
  });

  it('leaves a row in the audit log for every change', async () => {
    const robin = await fixture.person();
    const { id } = await robin.profile();
    await robin.send('put', `${profiles}/${id}`, { notes: 'x', company: 'Acme' }).expect(200);
    const meeting = await robin.meeting(['Jane']);
    await robin.map(id, { speaker_name: 'Jane' }).expect(200);
    await robin.map(id, { speaker_name: 'Jane' }).expect(200);
    await robin.unmap(id, { speaker_name: 'Jane', meeting_id: meeting.id }).expect(200);
    await robin.send('delete', `${profiles}/${id}`).expect(204);
    expect(await trailOf(robin)).toEqual([
      { action: 'profile.created', subject: id, details: {} },
      { action: 'profile.updated', subject: id, details: { fields: 'company, notes' } },
      { action: 'profile.mapped', subject: id, details: { meetings: 1, meeting_id: null } },
      { action: 'profile.unmapped', subject: id, details: { meetings: 1, meeting_id: meeting.id } },
      { action: 'profile.deleted', subject: id, details: {} },
    ]);
  });

  it('is changed by no viewer, who may still look', async () => {
    const robin = await fixture.person();
    const { id } = await robin.profile();
    await robin.meeting(['Jane']);
    await robin.become('VIEWER');
    const refused = [
      robin.send('post', profiles, { first_name: 'A', last_name: 'B' }),
      robin.send('put', `${profiles}/${id}`, { notes: 'x' }),
      robin.send('delete', `${profiles}/${id}`),
      robin.map(id, { speaker_name: 'Jane' }),
      robin.unmap(id, { speaker_name: 'Jane' }),
    ];
    for (const answer of await Promise.all(refused)) {
      expect(answer.status).toBe(403);
      expect(answer.body).toEqual({ detail: expect.stringContaining('owner') });
    }
    expect(await stored(robin)).toBe(1);
    expect(await robin.speakers()).toEqual([['Jane', 1, null]]);
  });
});

describe('bad input', () => {
  it.each<[string, unknown, string]>([
    ['nothing', {}, 'first_name'],
    ['no last name', { first_name: 'A' }, 'last_name'],
    ['an empty first name', { first_name: ' ', last_name: 'B' }, 'first_name'],
    ['a long name', { first_name: 'x'.repeat(101), last_name: 'B' }, 'first_name'],
    ['a name that is a number', { first_name: 1, last_name: 'B' }, 'first_name'],
    ['a name that is null', { first_name: null, last_name: 'B' }, 'first_name'],
    ['no e-mail address', { first_name: 'A', last_name: 'B', email: 'a@b' }, 'email'],
    ['no phone number', { first_name: 'A', last_name: 'B', phone: 'call me' }, 'phone'],
    ['a phone number without digits', { first_name: 'A', last_name: 'B', phone: '+()' }, 'phone'],
    ['long phone', { first_name: 'A', last_name: 'B', phone: '1'.repeat(51) }, 'phone'],
    ['a very long phone', { first_name: 'A', last_name: 'B', phone: '1'.repeat(900_000) }, 'phone'],
    ['long notes', { first_name: 'A', last_name: 'B', notes: 'x'.repeat(20_001) }, 'notes'],
    ['a NUL', { first_name: 'A\0', last_name: 'B' }, 'first_name'],
    ['half a surrogate pair', { first_name: 'A', last_name: '\ud800' }, 'last_name'],
  ])('is refused when it has %s, and nothing is stored', async (_what, body, field) => {
    const answer = await anyone.send('post', profiles, body as object).expect(422);
    const { detail } = answer.body as { detail: { loc: string[] }[] };
    expect(detail.map(({ loc }) => loc[1])).toContain(field);
    expect(await stored(anyone)).toBe(0);
  });

  it.each([{}, { first_name: null }, { first_name: '' }, { created_at: '2020-01-01' }, []])(
    'is refused in a change: %j',
    async (body) => {
      await anyone.send('put', `${profiles}/${newId()}`, body).expect(422);
    },
  );

  it.each([
    'page=0',
    'limit=101',
    'limit=0',
    'page=1e99',
    `search=${'x'.repeat(201)}`,
    'search=%00',
  ])('is refused in a list: %s', async (query) => {
    await anyone.send('get', `${profiles}?${query}`).expect(422);
  });
});

describe('GET /crm/speaker-profiles', () => {
  let robin: Person;
  const found = async (query: string) => {
    const answer = await robin.send('get', `${profiles}?${query}`).expect(200);
    return (answer.body as WireProfilePage).data.map((profile) => profile.full_name);
  };
  const search = (text: string) => found(`search=${encodeURIComponent(text)}`);

  beforeAll(async () => {
    robin = await fixture.person();
    await robin.profile({
      first_name: 'Zoë',
      middle_name: 'Maria',
      last_name: 'Ångström',
      email: 'zoe@100percent.example',
      company: '100% Juice',
    });
    await robin.profile({ first_name: 'Bob', last_name: 'Baker', designation: 'Head_of Sales' });
    await robin.profile({ first_name: 'Ann', last_name: 'Baker', phone: '+49 (30) 1234' });
    const stranger = await fixture.person();
    await stranger.profile({ first_name: 'Ann', last_name: 'Baker' });
  });

  it("pages through the workspace's profiles by last name", async () => {
    const first = await robin.send('get', `${profiles}?page=1&limit=2`).expect(200);
    expect(first.body).toMatchObject({ total: 3, page: 1, limit: 2, total_pages: 2 });
    expect(await found('limit=2')).toEqual(['Ann Baker', 'Bob Baker']);
    expect(await found('page=2&limit=2')).toEqual(['Zoë Maria Ångström']);
    expect(await found('')).toHaveLength(3);
  });

  it.each([
    ['bake', ['Ann Baker', 'Bob Baker']],
    ['ZOË', ['Zoë Maria Ångström']],
    ['ånGS', ['Zoë Maria Ångström']],
    ['zoë ångström', ['Zoë Maria Ångström']],
    ['zoë ångström'.normalize('NFD'), ['Zoë Maria Ångström']],
    ['maria', ['Zoë Maria Ångström']],
    ['bob baker', ['Bob Baker']],
    ['percent.EXAMPLE', ['Zoë Maria Ångström']],
    ['juice', ['Zoë Maria Ångström']],
    ['(30) 12', ['Ann Baker']],
    ['head_', ['Bob Baker']],
    ['0%', ['Zoë Maria Ångström']],
    ['%', ['Zoë Maria Ångström']],
    ['a_b', []],
    ['\\', []],
    ["' OR true --", []],
  ])('finds %j by any part of it', async (text, names) => {
    expect(await search(text)).toEqual(names);
  });
});
