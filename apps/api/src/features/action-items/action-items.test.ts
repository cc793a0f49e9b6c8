import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, SpeakerProfile } from '@memo/entities';
import {
  note,
  startMinutes,
  type MinutesFixture,
  type Person,
} from '../../../test/minutes-fixture.ts';
import type { WireFoundItems, WireItem, WireItems } from './action-items.schemas.ts';

let fixture: MinutesFixture;
let robin: Person;

beforeAll(async () => {
  fixture = await startMinutes();
  robin = await fixture.person();
});

afterAll(() => fixture.close());

const pathOf = (id: string, item = '') => `/transcription/meetings/${id}/action-items/${item}`;

const list = async (id: string, person = robin) => {
  const answer = await person.send('get', pathOf(id)).expect(200);
  return (answer.body as WireItems).data;
};

async function noted() {
  const id = await robin.noted();
  const [offer, room] = await list(id);
  if (offer === undefined || room === undefined) throw new Error('no action items');
  return { id, offer, room };
}

const change = async (id: string, item: WireItem, body: object) => {
  const answer = await robin.send('patch', pathOf(id, item.id), body).expect(200);
  return answer.body as WireItem;
};

const shownIn = async (id: string) => {
  const answer = await robin.send('get', `/meetings/${id}`).expect(200);
  return (answer.body as { action_items: { task: string; assigned_to: string }[] }).action_items;
};

const addProfile = async () => {
  const { workspaceId, userId } = robin.scope;
  const profile = { id: newId(), workspaceId, userId, firstName: 'Jo', lastName: 'Doe' };
  await fixture.dataSource.manager.insert(SpeakerProfile, profile);
  return profile.id;
};

describe('GET …/action-items/', () => {
  it('are those of the note, with what they rest on, by the names that speakers have', async () => {
    const { id } = await noted();
    expect(await list(id)).toMatchObject([
      {
        ...{ task: 'Send the offer', assigned_to: 'Ann', due_date: 'Friday', status: 'open' },
        ...{ meeting_id: id, found: true, touched_by: null, member_id: null, profile_id: null },
        ...{ segment_ids: [0], quote: 'send the offer', support: null, quote_changed: false },
      },
      { task: 'Book a room', assigned_to: null },
    ]);
    await (await fixture.person()).send('get', pathOf(id)).expect(404);
  });
});

describe('an action item that a person changes', () => {
  it('shows in the meeting and its exports, and stays so when the note is made anew', async () => {
    const { id, offer, room } = await noted();
    const changed = await change(id, offer, { task: 'Send both offers', due_date: '2026-12-04' });
    expect(changed).toMatchObject({ assigned_to: 'Ann', touched_by: robin.user.id });
    await change(id, room, { status: 'done' });
    await fixture.made(robin.scope, id, 1, { actionItems: note.actionItems.slice(0, 1) });
    expect(await list(id)).toMatchObject([
      { ...{ task: 'Send both offers', due_date: '2026-12-04' }, id: offer.id },
      { id: room.id, status: 'done' },
    ]);
    expect((await shownIn(id)).map(({ task }) => task)).toEqual([
      'Send both offers',
      'Book a room',
    ]);
    const exported = await robin.send('get', `/meetings/${id}/export?format=md`).expect(200);
    expect(exported.text).toContain('Send both offers');
  });

  it('is given to a member, a profile or somebody in words, one of them', async () => {
    const { id, offer } = await noted();
    const member = await change(id, offer, { member_id: robin.user.id });
    expect(member).toMatchObject({ member_id: robin.user.id, assigned_to: 'Robin' });
    const profileId = await addProfile();
    const profile = await change(id, offer, { profile_id: profileId });
    expect(profile).toMatchObject({
      profile_id: profileId,
      assigned_to: 'Jo Doe',
      member_id: null,
    });
    expect(await shownIn(id)).toMatchObject([{ assigned_to: 'Jo Doe' }, {}]);
    const words = await change(id, offer, { assigned_to: 'Their lawyer' });
    expect(words).toMatchObject({ profile_id: null, assigned_to: 'Their lawyer' });
    expect(await change(id, offer, { assigned_to: null })).toMatchObject({ assigned_to: null });
  });

  it('is given to nobody outside of the workspace', async () => {
    const { id, offer } = await noted();
    const { user } = await fixture.person();
    for (const body of [{ member_id: user.id }, { profile_id: newId() }]) {
      await robin.send('patch', pathOf(id, offer.id), body).expect(404);
    }
    expect((await list(id))[0]).toEqual(offer);
  });

  it.each([
    ['two assignees at once', { assigned_to: 'x', member_id: 1 }, 'assigned_to'],
    ['a day that is none', { due_date: '2026-02-30' }, 'due_date'],
    ['a status that is none', { status: 'later' }, 'status'],
  ])('is not changed to %s', async (_, body, field) => {
    const { id, offer } = await noted();
    const answer = await robin.send('patch', pathOf(id, offer.id), body);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['body', field] }] });
    expect((await list(id))[0]).toEqual(offer);
  });

  it('that is dropped is kept, shows nowhere, and is not found anew', async () => {
    const { id, offer } = await noted();
    await robin.send('delete', pathOf(id, offer.id)).expect(204);
    await fixture.made(robin.scope, id, 1);
    expect(await list(id)).toMatchObject([{ id: offer.id, status: 'dropped' }, {}]);
    expect((await shownIn(id)).map(({ task }) => task)).toEqual(['Book a room']);
    await change(id, offer, { status: 'open' });
    expect(await shownIn(id)).toHaveLength(2);
  });

  it('is one of this meeting, and the person may change it', async () => {
    const [{ id }, { offer }] = [await noted(), await noted()];
    await robin.send('patch', pathOf(id, offer.id), { status: 'done' }).expect(404);
    await robin.send('delete', pathOf(id, newId())).expect(404);
    const viewer = await fixture.person({ workspace: robin.scope, role: 'VIEWER' });
    await viewer.send('patch', pathOf(offer.meeting_id, offer.id), { status: 'done' }).expect(403);
    const stranger = await fixture.person();
    await stranger
      .send('patch', pathOf(offer.meeting_id, offer.id), { status: 'done' })
      .expect(404);
  });

  it('loses nothing where several change it at once', async () => {
    const { id, offer, room } = await noted();
    const answers = await Promise.all([
      ...['a', 'b', 'c'].map((task) => robin.send('post', pathOf(id), { task })),
      robin.send('patch', pathOf(id, offer.id), { status: 'done' }),
      robin.send('patch', pathOf(id, room.id), { assigned_to: 'Bo' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 200, 200]);
    expect(await shownIn(id)).toHaveLength(5);
  });
});

describe('POST …/action-items/', () => {
  it('adds one that no machine takes away', async () => {
    const { id } = await noted();
    const body = { task: 'Bring cake', assigned_to: 'Bo', due_date: '2026-12-24' };
    const answer = await robin.send('post', pathOf(id), body).expect(201);
    expect(answer.body).toMatchObject({ ...body, found: false, segment_ids: [], quote: null });
    await fixture.made(robin.scope, id, 1, { actionItems: [] });
    expect(await shownIn(id)).toMatchObject([{ task: 'Bring cake' }]);
  });
});

describe('GET /action-items', () => {
  it('finds them in all meetings by assignee, status, day and words, page by page', async () => {
    const owner = await fixture.person();
    const find = async (query: Readonly<Record<string, string | number>>, person = owner) => {
      const answer = await person.send('get', '/action-items').query(query).expect(200);
      return answer.body as WireFoundItems;
    };
    const tasks = async (query: Readonly<Record<string, string | number>>) =>
      (await find(query)).data.map(({ task }) => task).sort();
    const id = await owner.noted();
    const [offer] = await list(id, owner);
    const given = { member_id: owner.user.id, due_date: '2026-12-04', status: 'done' };
    await owner.send('patch', pathOf(id, offer?.id ?? ''), given).expect(200);
    await owner.noted({ title: 'Another' });
    await robin.noted();

    expect(await tasks({})).toEqual([
      'Book a room',
      'Book a room',
      'Send the offer',
      'Send the offer',
    ]);
    expect(await tasks({ status: 'done' })).toEqual(['Send the offer']);
    expect(await tasks({ assignee: 'me' })).toEqual(['Send the offer']);
    // Given to a speaker who is called Ann.
    expect(await tasks({ assignee: 'ann' })).toEqual(['Send the offer']);
    expect(await tasks({ due_from: '2026-12-01', due_to: '2026-12-04' })).toEqual([
      'Send the offer',
    ]);
    expect(await tasks({ due_to: '2026-12-03' })).toEqual([]);
    expect(await tasks({ search: 'ROOM' })).toEqual(['Book a room', 'Book a room']);
    expect(await tasks({ search: '%' })).toEqual([]);
    const first = await find({ limit: 3 });
    const rest = await find({ limit: 3, cursor: first.next_cursor ?? '' });
    expect([first.data.length, rest.data.length, rest.next_cursor]).toEqual([3, 1, null]);
    const ids = [...first.data, ...rest.data].map((item) => item.id);
    expect(new Set(ids).size).toBe(4);
    expect((await find({}, await fixture.person())).data).toEqual([]);
  });
});
