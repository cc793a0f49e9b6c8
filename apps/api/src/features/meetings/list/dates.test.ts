import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMeetings, type MeetingsFixture, type Person } from '../test/meetings-fixture.ts';

let fixture: MeetingsFixture;

beforeAll(async () => {
  fixture = await startMeetings();
});

afterAll(() => fixture.close());

describe('the date filters', () => {
  let owner: Person;

  beforeAll(async () => {
    owner = await fixture.person();
    for (const at of [
      '2025-06-01T00:00:00Z',
      '2025-06-02T12:30:00.408Z',
      '2025-06-02T23:59:59.999Z',
      '2025-06-03T00:00:00Z',
    ]) {
      await owner.add({ title: at, createdAt: new Date(at) });
    }
  });

  it.each([
    [{ date_from: '2025-06-03' }, 1],
    [{ date_to: '2025-06-01' }, 1],
    [{ date_to: '2025-06-02' }, 3],
    [{ date_from: '2025-06-02', date_to: '2025-06-02' }, 2],
    [{ date_from: '2025-06-02T12:30:00.408Z', date_to: '2025-06-02T12:30:00.408Z' }, 1],
    [{ date_from: '2025-06-02T12:31', date_to: '2025-06-02' }, 1],
    [{ date_from: '2025-06-03T02:00:00+02:00' }, 1],
    [{ date_to: '2025-06-01T02:00:00 02:00' }, 1],
    [{ date_to: '2025-05-31T19:00:00-0500' }, 1],
    [{ date_from: '0001-01-01', date_to: '9999-12-31' }, 4],
  ])('in the query %j leave %i of four meetings in the list', async (query, total) => {
    expect(await owner.list(query)).toMatchObject({ total });
    expect((await owner.list({ ...query, cursor: '' })).data).toHaveLength(total);
  });

  it.each([
    ['before where it has come to', '2025-06-01', ['2025-06-01T00:00:00Z']],
    ['after it', '2025-06-03', ['2025-06-02T12:30:00.408Z', '2025-06-01T00:00:00Z']],
  ])('hold for a list that is read on by a cursor, with a last day %s', async (_, last, titles) => {
    const { next_cursor: cursor } = await owner.list({ cursor: '', limit: 2 });
    expect(await owner.titles({ cursor: cursor ?? '', date_to: last })).toEqual(titles);
  });

  it('include the microseconds the API does not show', async () => {
    const exact = await fixture.person();
    const { id } = await exact.add({ title: 'exact' });
    await fixture.dataSource.query(
      `UPDATE meetings SET created_at = '2025-06-24T14:30:00.123456Z' WHERE id = $1`,
      [id],
    );
    const [shown] = (await exact.list()).data;
    const at = shown?.created_at ?? '';
    expect(await exact.titles({ date_from: at, date_to: at })).toEqual(['exact']);
  });

  it('refuse a first day after the last', async () => {
    const query = { date_from: '2025-06-02', date_to: '2025-06-01' };
    const answer = await owner.send('get', '/').query(query).expect(422);
    expect(answer.body).toMatchObject({ detail: [{ msg: 'must not be after date_to' }] });
  });
});
