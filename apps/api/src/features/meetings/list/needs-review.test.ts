import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { briefly } from '@memo/testing';
import { startMeetings, type MeetingsFixture, type Person } from '../test/meetings-fixture.ts';

let fixture: MeetingsFixture;
let person: Person;

beforeAll(async () => {
  fixture = await startMeetings();
  person = await fixture.person();
  const other = await fixture.person();
  await other.add({ title: 'Thin elsewhere', needsReview: true });
  const minute = (at: number) => ({ createdAt: new Date(Date.UTC(2025, 5, 24, 14, at)) });
  await person.add({ title: 'Thin call', status: 'COMPLETED', needsReview: true, ...minute(1) });
  await person.add({ title: 'Whole call', status: 'COMPLETED', ...minute(2) });
  const spoken = await person.add({ title: 'Thin talk', needsReview: true, ...minute(3) });
  await person.addTranscript(spoken.id, ['We postponed it.']);
  const gone = await person.add({ title: 'Thin and deleted', needsReview: true });
  await person.send('delete', `/${gone.id}`).expect(204);
});

afterAll(() => fixture.close());

describe('the list filtered by needs_review', () => {
  it.each([
    [{ needs_review: 'true' }, ['Thin talk', 'Thin call']],
    [{ needs_review: 'false' }, ['Whole call']],
    [{}, ['Thin talk', 'Whole call', 'Thin call']],
    [{ needs_review: 'true', status: 'completed' }, ['Thin call']],
    [{ needs_review: 'true', search: 'postponed' }, ['Thin talk']],
    [{ needs_review: 'true', search: 'call' }, ['Thin call']],
    [{ needs_review: 'false', search: 'postponed' }, []],
  ])('holds by %j, by page and by cursor: %j', async (query, titles) => {
    expect(await person.titles(query)).toEqual(titles);
    expect(await person.titles({ ...query, cursor: '' })).toEqual(titles);
    expect((await person.list(query)).total).toBe(titles.length);
  });

  it('says of each meeting which it is', async () => {
    const { data } = await person.list();
    expect(data.map(({ needs_review: thin }) => thin)).toEqual([true, false, true]);
  });

  it.each(
    ['1', 'yes', 'TRUE', 'null', 'x'.repeat(9_000), 'tr\u0000ue'].map(
      (value) => [briefly(value), value] as const,
    ),
  )('refuses %s', async (_, value) => {
    const answer = await person.send('get', '/').query({ needs_review: value }).expect(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['query', 'needs_review'] }] });
  });
});
