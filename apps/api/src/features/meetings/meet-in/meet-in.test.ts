import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@memo/entities';
import type { WireMeeting } from '@memo/meetings';
import { startMeetings, type MeetingsFixture, type Person } from '../test/meetings-fixture.ts';
import type { WireMeetInMeeting } from './meet-in.schemas.ts';

let fixture: MeetingsFixture;
let person: Person;

beforeAll(async () => {
  fixture = await startMeetings();
  person = await fixture.person();
});

afterAll(() => fixture.close());

const send = (
  method: 'get' | 'post' | 'patch' | 'delete',
  path: string,
  body?: object,
  whose = person,
) =>
  fixture.api[method](`/api/meetings${path}`).set('authorization', whose.authorization).send(body);

const create = async (body: object, whose = person) =>
  (await send('post', '/', body, whose).expect(201)).body as WireMeetInMeeting;

const page = async (path: string, whose = person) => {
  const answer = await send('get', path, undefined, whose).expect(200);
  return answer.body as {
    count: number;
    next: string | null;
    previous: string | null;
    results: WireMeetInMeeting[];
  };
};

describe('a meeting in the form of meetIN', () => {
  it('is made, read, changed and deleted at /api/meetings/', async () => {
    const meeting = await create({ title: 'Standup', description: 'Daily', language: 'de-de' });
    expect(meeting).toEqual({
      id: meeting.id,
      organization: person.scope.workspaceId,
      title: 'Standup',
      description: 'Daily',
      participants: [],
      language: 'de-DE',
      languages: ['de-DE'],
      status: 'PENDING',
      duration_ms: null,
      created_by: person.user.id,
      created_at: meeting.created_at,
      updated_at: meeting.updated_at,
    });
    expect((await send('get', `/${meeting.id}/`).expect(200)).body).toEqual(meeting);
    const changed = await send('patch', `/${meeting.id}/`, { title: 'Weekly' }).expect(200);
    expect(changed.body).toMatchObject({ title: 'Weekly', description: 'Daily' });
    await send('delete', `/${meeting.id}/`).expect(204);
    await send('get', `/${meeting.id}`).expect(404, { detail: 'Meeting not found' });
  });

  it('is the same one in the form of this API', async () => {
    const { id } = await create({ title: 'One', languages: ['en'], language: 'fr' });
    const own = (await person.send('get', `/${id}`).expect(200)).body as WireMeeting;
    expect(own).toMatchObject({ id, title: 'One', languages: ['fr', 'en'] });
    const uploaded = await person.add({ status: 'COMPLETED', languages: [] });
    const shown = await send('get', `/${uploaded.id}/`).expect(200);
    expect(shown.body).toMatchObject({ id: uploaded.id, status: 'COMPLETED', language: null });
  });

  it('is made once for an Idempotency-Key', async () => {
    const key = newId();
    const under = () => send('post', '/', { title: 'Once' }).set('Idempotency-Key', key);
    const [made, repeat] = [await under().expect(201), await under().expect(201)];
    expect(repeat.body).toEqual(made.body);
  });

  it('has no field that nobody knows', async () => {
    const answer = await send('post', '/', { title: 'One', status: 'COMPLETED' }).expect(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['body', 'status'] }] });
  });

  it('is not there for a stranger', async () => {
    const { id } = await create({ title: 'Mine' });
    const stranger = await fixture.person();
    for (const method of ['get', 'delete'] as const) {
      await send(method, `/${id}/`, undefined, stranger).expect(404);
    }
    await send('patch', `/${id}/`, { title: 'Theirs' }, stranger).expect(404);
    expect((await page('/', stranger)).results).toEqual([]);
  });
});

describe('the list in the form of meetIN', () => {
  it('is paged, newest first, with the addresses of the pages around', async () => {
    const kim = await fixture.person();
    for (const title of ['First', 'Second', 'Third']) await create({ title }, kim);
    const first = await page('/?page_size=2', kim);
    expect(first).toMatchObject({ count: 3, previous: null });
    expect(first.results.map(({ title }) => title)).toEqual(['Third', 'Second']);
    const followed = new URL(first.next ?? '');
    expect(followed.origin).toBe(fixture.url);
    const second = await page(followed.href.replace(`${fixture.url}/api/meetings`, ''), kim);
    expect(second).toMatchObject({ count: 3, next: null });
    expect(second.results.map(({ title }) => title)).toEqual(['First']);
    expect(new URL(second.previous ?? '').search).toBe('?page_size=2&page=1');
    expect(await page('/?page=9', kim)).toMatchObject({ count: 3, next: null, results: [] });
  });

  it('narrows by status', async () => {
    const kim = await fixture.person();
    await create({ title: 'Waiting' }, kim);
    await kim.add({ status: 'COMPLETED', title: 'Done' });
    const { results } = await page('/?status=completed', kim);
    expect(results.map(({ title }) => title)).toEqual(['Done']);
  });
});
