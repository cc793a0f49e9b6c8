import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildWav } from '@memo/testing';
import { startMeetings, type MeetingsFixture, type Person } from '../test/meetings-fixture.ts';
import { countedAtOnce } from './list.sql.ts';
import { createTotals } from './totals.ts';

let fixture: MeetingsFixture;

beforeAll(async () => {
  fixture = await startMeetings();
});

afterAll(() => fixture.close());

/** Meetings of a day, a second apart. */
const addMany = ({ scope }: Person, count: number) =>
  fixture.dataSource.query(
    `INSERT INTO meetings (id, workspace_id, user_id, title, status, created_at)
     SELECT gen_random_uuid(), $1, $2, 'Meeting ' || n, CASE WHEN n % 2 = 0 THEN 'COMPLETED' ELSE 'FAILED' END,
       timestamptz '2025-06-24T00:00:00Z' + n * interval '1 second'
     FROM generate_series(1, $3::int) AS n`,
    [scope.workspaceId, scope.userId, count],
  );

describe('the total of a long list', () => {
  const long = countedAtOnce + 10;

  it('is exact at every look, while meetings are made and deleted', async () => {
    const owner = await fixture.person();
    await addMany(owner, long);
    const total = async (query = {}) => (await owner.list({ limit: 1, ...query })).total;
    expect([await total(), await total()]).toEqual([long, long]);
    const [newest] = (await owner.list({ limit: 1 })).data;
    await owner.send('delete', `/${newest?.id ?? ''}`).expect(204);
    expect(await total()).toBe(long - 1);
    await owner
      .send('post', '/')
      .field('title', 'One more')
      .attach('audio_file', buildWav(1_000), 'more.wav')
      .expect(201);
    expect(await total()).toBe(long);
    expect(await total({ date_to: '2025-06-24' })).toBe(long - 1);
    expect(await total({ date_from: '2025-06-25' })).toBe(1);
    expect(await total({ page: 1_000_000 })).toBe(long);
    expect(await total({ view: 'compact' })).toBe(long);
  });

  it('is that of what narrows it', async () => {
    const owner = await fixture.person();
    await addMany(owner, long);
    const total = async (query = {}) => (await owner.list({ limit: 1, ...query })).total;
    expect(await total()).toBe(long);
    expect(await total({ status: 'completed' })).toBe(long / 2);
    expect(await total({ search: 'meeting' })).toBe(long);
    await fixture.dataSource.query(
      `UPDATE meetings SET status = 'COMPLETED' WHERE workspace_id = $1 AND title = 'Meeting 1'`,
      [owner.scope.workspaceId],
    );
    expect(await total({ status: 'completed' })).toBe(long / 2 + 1);
  });

  it("is not another workspace's", async () => {
    const [one, other] = [await fixture.person(), await fixture.person()];
    await addMany(one, long);
    await addMany(other, long + 1);
    expect((await one.list({ limit: 1 })).total).toBe(long);
    expect((await other.list({ limit: 1 })).total).toBe(long + 1);
  });
});

describe('a total that was counted', () => {
  it('is known until something changes, and to as many lists as are kept', () => {
    const totals = createTotals();
    totals.keep('first', '4:0', 12);
    expect(totals.known('first', '4:0')).toBe(12);
    expect(totals.known('first', '4:1')).toBeUndefined();
    expect(totals.known('second', '4:0')).toBeUndefined();
    for (let list = 0; list < 1_000; list += 1) totals.keep(`later ${list}`, '1:0', list);
    expect(totals.known('first', '4:0')).toBeUndefined();
    expect(totals.known('later 0', '1:0')).toBe(0);
  });
});
