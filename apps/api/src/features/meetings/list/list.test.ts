import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { briefly, buildWav } from '@memo/testing';
import {
  meetings,
  startMeetings,
  type MeetingsFixture,
  type Person,
} from '../test/meetings-fixture.ts';
import { encodeCursor } from '../../../http/cursor.ts';

let fixture: MeetingsFixture;
let person: Person;

beforeAll(async () => {
  fixture = await startMeetings();
  person = await fixture.person();
});

afterAll(() => fixture.close());

/** Meetings a minute apart; the last title is the newest. */
async function withMeetings(...titles: string[]): Promise<Person> {
  const owner = await fixture.person();
  for (const [minute, title] of titles.entries()) {
    await owner.add({ title, createdAt: new Date(Date.UTC(2025, 5, 24, 14, minute)) });
  }
  return owner;
}

/** Every title, read from cursor to cursor; `between` runs after each page. */
async function readOn(owner: Person, limit: number, between = () => Promise.resolve()) {
  const titles: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await owner.list({ cursor, limit });
    titles.push(...page.data.map(({ title }) => title));
    cursor = page.next_cursor;
    await between();
  }
  return titles;
}

const inOneMicrosecond = `UPDATE meetings SET created_at = '2025-06-24T14:30:00.123456Z'`;

describe('pages by number', () => {
  it('come newest first, with what there is in all', async () => {
    const owner = await withMeetings('one', 'two', 'three');
    const first = await owner.list({ page: 1, limit: 2 });
    expect(first).toMatchObject({ total: 3, page: 1, limit: 2, total_pages: 2 });
    expect(first.data.map(({ title }) => title)).toEqual(['three', 'two']);
    expect(await owner.titles({ page: 2, limit: 2 })).toEqual(['one']);
  });

  it('say where to read on by cursor, the last one nowhere', async () => {
    const owner = await withMeetings('one', 'two', 'three');
    const { next_cursor: cursor } = await owner.list({ page: 1, limit: 2 });
    expect(await owner.titles({ cursor: cursor ?? '' })).toEqual(['one']);
    expect(await owner.list({ page: 2, limit: 2 })).toMatchObject({ next_cursor: null });
    expect(await owner.list({ limit: 3 })).toMatchObject({ next_cursor: null });
  });

  it('count also past the end', async () => {
    const owner = await withMeetings('one', 'two');
    expect(await owner.list({ page: 9 })).toMatchObject({ data: [], total: 2, total_pages: 1 });
    expect(await owner.list({ page: 9, search: 'one' })).toMatchObject({ data: [], total: 1 });
  });

  it('hold 100 meetings unless told otherwise, and none for a newcomer', async () => {
    const newcomer = await fixture.person();
    expect(await newcomer.list()).toEqual({
      data: [],
      total: 0,
      page: 1,
      limit: 100,
      total_pages: 0,
      next_cursor: null,
    });
  });
});

describe('pages by cursor', () => {
  it('meet every meeting once, also those made in the same microsecond', async () => {
    const owner = await withMeetings('a', 'b', 'c', 'd', 'e');
    await fixture.dataSource.query(`${inOneMicrosecond} WHERE workspace_id = $1`, [
      owner.scope.workspaceId,
    ]);
    const titles = await readOn(owner, 2);
    expect(titles.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('tell meetings apart that are microseconds apart', async () => {
    const owner = await withMeetings('a', 'b', 'c', 'd');
    for (const [digit, title] of ['a', 'b', 'c', 'd'].entries()) {
      await fixture.dataSource.query(
        `UPDATE meetings SET created_at = $3 WHERE workspace_id = $1 AND title = $2`,
        [owner.scope.workspaceId, title, `2025-06-24T14:30:00.12345${digit}Z`],
      );
    }
    expect(await readOn(owner, 1)).toEqual(['d', 'c', 'b', 'a']);
  });

  it('neither repeat nor miss a meeting while others are added', async () => {
    const owner = await withMeetings('one', 'two', 'three');
    const titles = await readOn(owner, 1, async () => {
      await owner.add({ title: 'later' });
    });
    expect(titles).toEqual(['three', 'two', 'one']);
  });

  it('are not counted', async () => {
    const owner = await withMeetings('one');
    expect(await owner.list({ cursor: '' })).toMatchObject({
      total: null,
      page: null,
      total_pages: null,
      limit: 100,
      next_cursor: null,
    });
  });

  it('go on after a meeting that was deleted meanwhile', async () => {
    const owner = await withMeetings('one', 'two');
    const page = await owner.list({ cursor: '', limit: 1 });
    await owner.send('delete', `/${page.data[0]?.id ?? ''}`).expect(204);
    expect(await owner.titles({ cursor: page.next_cursor ?? '' })).toEqual(['one']);
  });

  it("open nothing: a stranger's cursor leads through one's own meetings", async () => {
    const [owner, stranger] = [await withMeetings('mine'), await withMeetings('a', 'b', 'c')];
    const { next_cursor: cursor } = await stranger.list({ limit: 1 });
    expect(await owner.titles({ cursor: cursor ?? '' })).toEqual(['mine']);
  });

  it('keep the filters', async () => {
    const owner = await withMeetings('plan a', 'other', 'plan b');
    const first = await owner.list({ cursor: '', limit: 1, search: 'plan' });
    expect(first.data).toMatchObject([{ title: 'plan b' }]);
    const query = { cursor: first.next_cursor ?? '', search: 'plan' };
    expect(await owner.titles(query)).toEqual(['plan a']);
  });
});

describe('the status filters', () => {
  it.each(['completed', 'COMPLETED', 'Completed'])('take %s', async (status) => {
    const owner = await fixture.person();
    await owner.add({ title: 'both', status: 'COMPLETED', analyticsStatus: 'COMPLETED' });
    await owner.add({ title: 'note', status: 'COMPLETED', analyticsStatus: 'FAILED' });
    await owner.add({ title: 'new' });
    expect(await owner.titles({ status })).toEqual(['note', 'both']);
    expect(await owner.titles({ analytics_status: status })).toEqual(['both']);
    expect(await owner.list({ status, analytics_status: 'failed' })).toMatchObject({ total: 1 });
  });
});

describe('the list of meetings', () => {
  const forged = (text: string) => Buffer.from(text).toString('base64url');
  const id = '0197a1b2-5f00-7c31-9a44-1d2e3f405162';

  const refused = [
    ['page', '0'],
    ['page', 'one'],
    ['page', '1e99'],
    ['limit', '0'],
    ['limit', '1001'],
    ['limit', 'ten'],
    ['status', 'done'],
    ['analytics_status', 'pending,failed'],
    ['search', 'x'.repeat(501)],
    ['search', 'a\u0000b'],
    ['date_from', 'yesterday'],
    ['date_from', '2025-02-30'],
    ['date_from', '2025-06-24T25:00'],
    ['date_from', '0000-01-01'],
    ['date_from', '0001-01-01T00:00+01:00'],
    ['date_from', '+275760-09-13'],
    ['date_to', '2025-06-24T14:00+99:00'],
    ['date_to', '1750775400'],
    ['cursor', 'x'],
    ['cursor', 'x'.repeat(300)],
    ['cursor', forged('no cursor')],
    ['cursor', forged(`1.${id}'`)],
    ['cursor', forged(`99999999999999999999.${id}`)],
    ['cursor', `${encodeCursor({ atUs: '1', id })}=`],
  ] as const;
  it.each(refused.map(([field, value]) => [field, briefly(value), value] as const))(
    'refuses %s = %s',
    async (field, _, value) => {
      const answer = await person
        .send('get', '/')
        .query({ [field]: value })
        .expect(422);
      const [problem] = (answer.body as { detail: unknown[] }).detail;
      expect(problem).toMatchObject({ loc: ['query', field] });
    },
  );

  it('is empty after a cursor that is well formed but far from any meeting', async () => {
    const cursor = encodeCursor({ atUs: '-9999999999999999', id });
    expect(await person.list({ cursor })).toMatchObject({ data: [] });
  });

  it('refuses a cursor beside a page', async () => {
    const answer = await person.send('get', '/?cursor=&page=1').expect(422);
    expect(answer.body).toEqual({
      detail: [
        {
          loc: ['query', 'cursor'],
          msg: 'cannot be combined with page; send one of the two',
          type: 'value_error',
        },
      ],
    });
  });

  it('refuses one filter twice', () =>
    person.send('get', '/?status=failed&status=pending').expect(422));

  it('is for those who are signed in', () => fixture.api.get(`${meetings}/`).expect(401));
});

describe('what an item shows', () => {
  it('is everything but the transcript and the metrics, which the meeting itself has', async () => {
    const owner = await fixture.person();
    const id = await owner.addSpoken(1);
    const [listed] = (await owner.list()).data;
    const { search_hit: hit, ...item } = listed ?? {};
    expect(hit).toBeNull();
    expect(item).toMatchObject({ id, status: 'COMPLETED', is_processed: true });
    for (const field of ['transcription', 'transcription_engine', 'analytics_data']) {
      expect(item).not.toHaveProperty(field);
    }
    const answer = await owner.send('get', `/${id}`).expect(200);
    expect(answer.body).toMatchObject({ ...item, transcription: [{ text: 'Sentence 1.' }] });
  });

  it('is how far each meeting is', async () => {
    const owner = await fixture.person();
    await fixture.api
      .post(`${meetings}/`)
      .set('authorization', owner.authorization)
      .field('title', 'Fresh')
      .attach('audio_file', buildWav(1_000), 'a.wav')
      .expect(201);
    const { data } = await owner.list({ cursor: '' });
    expect(data).toMatchObject([{ progress: { stage: 'prepare', percent: 0 } }]);
  });
});

it('nobody finds meetings of another workspace, by no filter and no search', async () => {
  const owner = await withMeetings('secret plan');
  const id = await owner.addSpoken(1);
  const stranger = await fixture.person();
  for (const query of [{}, { search: 'secret' }, { search: 'sentence' }, { status: 'completed' }]) {
    expect(await stranger.list(query)).toMatchObject({ data: [], total: 0 });
    expect(await stranger.list({ ...query, cursor: '' })).toMatchObject({ data: [] });
  }
  await stranger.send('get', `/${id}`).expect(404);
});
