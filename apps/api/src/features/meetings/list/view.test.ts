import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compactItemSchema } from '@memo/meetings';
import { startMeetings, type MeetingsFixture, type Person } from '../test/meetings-fixture.ts';

let fixture: MeetingsFixture;
let person: Person;

beforeAll(async () => {
  fixture = await startMeetings();
  person = await fixture.person();
  const point = { text: 'Revenue rose.', segment_ids: [4], quote: 'revenue is up' };
  await person.add({
    title: 'Review with Speaker1',
    titleGiven: false,
    description: 'Of the quarter',
    summary: 'Revenue rose.',
    status: 'COMPLETED',
    summaryPoints: [point],
    keyPoints: [point, { ...point, text: 'The launch went well.', support: 'supported' }],
    actionItems: [
      {
        task: 'Call Ann',
        assigned_to: 'Speaker1',
        due_date: null,
        segment_ids: [2],
        quote: 'call',
      },
      { task: 'Call Bob', assigned_to: null, due_date: 'friday', segment_ids: [3], quote: 'bob' },
    ],
  });
});

afterAll(() => fixture.close());

describe('a meeting in a list', () => {
  it.each([{}, { view: 'full' }, { view: '' }, { cursor: '' }])(
    'has the note without its quotes, in order: %j',
    async (query) => {
      const [item] = (await person.list(query)).data;
      expect(item).toMatchObject({
        summary: 'Revenue rose.',
        key_points: '1. Revenue rose.\n2. The launch went well.',
      });
      expect(item?.action_items).toEqual([
        {
          task: 'Call Ann',
          assigned_to: 'Speaker1',
          due_date: null,
          segment_ids: [2],
          support: null,
        },
        {
          task: 'Call Bob',
          assigned_to: null,
          due_date: 'friday',
          segment_ids: [3],
          support: null,
        },
      ]);
      expect(item).not.toHaveProperty('key_point_items');
    },
  );

  it('that has no note has none of its fields filled', async () => {
    const newcomer = await fixture.person();
    await newcomer.add();
    const [item] = (await newcomer.list()).data;
    expect(item).toMatchObject({ summary: null, key_points: null, action_items: [] });
  });

  it.each([{}, { cursor: '' }, { status: 'completed' }])(
    'is a line of what a small screen shows, when asked for so: %j',
    async (query) => {
      const answer = await person
        .send('get', '/')
        .query({ ...query, view: 'compact' })
        .expect(200);
      const { data } = answer.body as { data: object[] };
      expect(data).toHaveLength(1);
      expect(Object.keys(data[0] ?? {}).sort()).toEqual(
        [...Object.keys(compactItemSchema.shape), 'search_hit'].sort(),
      );
      expect(data[0]).toMatchObject({ title: 'Review with Speaker1', status: 'COMPLETED' });
    },
  );

  it('is shown in no other way', async () => {
    const answer = await person.send('get', '/').query({ view: 'short' }).expect(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['query', 'view'] }] });
  });
});
