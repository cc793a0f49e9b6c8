import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Meeting } from '@memo/entities';
import { overviewExample } from './overview.schemas.ts';
import { overviewSchema } from './overview.schemas.ts';
import {
  startAnalytics,
  tasksFor,
  type AnalyticsFixture,
  type Person,
} from './test/analytics-fixture.ts';

let fixture: AnalyticsFixture;
let anyone: Person;

beforeAll(async () => {
  fixture = await startAnalytics();
  anyone = await fixture.person();
});

afterAll(() => fixture.close());

const june = 'from=2025-06-01&to=2025-06-30';

const overview = async (person: Person, query = june) => {
  const answer = await person.get(`/analytics/overview?${query}`).expect(200);
  return overviewSchema.parse(answer.body);
};

const at = (time: string, durationMs = 3_600_000): Partial<Meeting> => ({
  createdAt: new Date(time),
  durationMs,
});

describe('GET /analytics/overview', () => {
  it('shows a newcomer zeros, and no average of nothing', async () => {
    const newcomer = await fixture.person();
    expect(await overview(newcomer, 'from=2025-06-02&to=2025-06-08')).toEqual({
      from: '2025-06-02',
      to: '2025-06-08',
      total_meetings: 0,
      meetings_by_status: { PENDING: 0, PROCESSING: 0, COMPLETED: 0, FAILED: 0 },
      completed_count: 0,
      total_hours: 0,
      averages: {
        duration_minutes: null,
        speakers: null,
        words_per_minute: null,
        action_items: null,
      },
      talk_time_by_speaker: [],
      talk_time_by_profile: [],
      trend: [{ week_start: '2025-06-02', meetings: 0, hours: 0 }],
      action_item_owners: [],
    });
  });

  it('counts meetings by status, their hours and their averages', async () => {
    const robin = await fixture.person();
    await robin.meeting(
      [
        { talkMs: 60_000, words: 100 },
        { talkMs: 60_000, words: 200 },
      ],
      {
        ...at('2025-06-10T10:00:00Z', 1_800_000),
        actionItems: tasksFor('Jane', 'Kim', null),
      },
    );
    await robin.meeting([{ talkMs: 60_000, words: 60 }], at('2025-06-11T10:00:00Z', 3_600_000));
    const unfinished = { analyticsStatus: 'PENDING', analyticsData: null } as const;
    for (const status of ['PENDING', 'PROCESSING', 'FAILED', 'FAILED'] as const) {
      await robin.meeting([], {
        createdAt: new Date('2025-06-12T10:00:00Z'),
        durationMs: null,
        status,
        ...unfinished,
      });
    }
    expect(await overview(robin)).toMatchObject({
      total_meetings: 6,
      meetings_by_status: { PENDING: 1, PROCESSING: 1, COMPLETED: 2, FAILED: 2 },
      completed_count: 2,
      total_hours: 1.5,
      averages: {
        duration_minutes: 45,
        speakers: 1.5,
        words_per_minute: 120,
        action_items: 1.5,
      },
    });
  });

  it('adds up talk time by name and by person, speakers of one meeting together', async () => {
    const robin = await fixture.person();
    const [jane, kim] = [await robin.profile('Jane'), await robin.profile('Kim')];
    const day = { createdAt: new Date('2025-06-10T10:00:00Z') };
    await robin.meeting(
      [
        { talkMs: 20_000, name: 'Jane', profileId: jane },
        { talkMs: 10_000, name: 'Jane', profileId: jane },
        { talkMs: 5_000 },
      ],
      day,
    );
    await robin.meeting(
      [
        { talkMs: 10_000, name: 'J.', profileId: jane },
        { talkMs: 15_000, name: 'Kim', profileId: kim },
      ],
      day,
    );
    // Not measured yet, or not any more.
    await robin.meeting([{ talkMs: 60_000, name: 'Jane' }], {
      ...day,
      analyticsStatus: 'PROCESSING',
    });
    const { talk_time_by_speaker, talk_time_by_profile } = await overview(robin);
    expect(talk_time_by_speaker).toEqual([
      { name: 'Jane', talk_time_ms: 30_000, meeting_count: 1 },
      { name: 'Kim', talk_time_ms: 15_000, meeting_count: 1 },
      { name: 'J.', talk_time_ms: 10_000, meeting_count: 1 },
      { name: 'Speaker3', talk_time_ms: 5_000, meeting_count: 1 },
    ]);
    expect(talk_time_by_profile).toMatchObject([
      { profile: { id: jane, full_name: 'Jane Doe' }, talk_time_ms: 40_000, meeting_count: 2 },
      { profile: { id: kim }, talk_time_ms: 15_000, meeting_count: 1 },
    ]);
  });

  it('names the twenty who talk most', async () => {
    const robin = await fixture.person();
    const talkers = Array.from({ length: 25 }, (_, index) => ({
      talkMs: index * 1_000,
      name: `Person ${index}`,
    }));
    await robin.meeting(talkers, at('2025-06-10T10:00:00Z'));
    const { talk_time_by_speaker } = await overview(robin);
    expect(talk_time_by_speaker).toHaveLength(20);
    expect(talk_time_by_speaker.at(0)).toMatchObject({ name: 'Person 24' });
    expect(talk_time_by_speaker.at(-1)).toMatchObject({ name: 'Person 5' });
  });

  it('shows every ISO week of the period, those without meetings too', async () => {
    const robin = await fixture.person();
    // A Sunday's last moment, and the Monday after it.
    await robin.meeting([], at('2025-06-08T23:59:59.999Z'));
    await robin.meeting([], at('2025-06-09T00:00:00Z', 5_400_000));
    await robin.meeting([], at('2025-06-27T12:00:00Z'));
    const { trend } = await overview(robin, 'from=2025-06-04&to=2025-06-30');
    expect(trend).toEqual([
      { week_start: '2025-06-02', meetings: 1, hours: 1 },
      { week_start: '2025-06-09', meetings: 1, hours: 1.5 },
      { week_start: '2025-06-16', meetings: 0, hours: 0 },
      { week_start: '2025-06-23', meetings: 1, hours: 1 },
      { week_start: '2025-06-30', meetings: 0, hours: 0 },
    ]);
  });

  it('takes the first and the last day whole, and nothing outside them', async () => {
    const robin = await fixture.person();
    const times = [
      '2025-05-31T23:59:59.999Z',
      '2025-06-01T00:00:00Z',
      '2025-06-30T23:59:59.999Z',
      '2025-07-01T00:00:00Z',
    ];
    for (const time of times) await robin.meeting([], at(time));
    const { total_meetings, trend } = await overview(robin);
    expect(total_meetings).toBe(2);
    expect(trend.reduce((sum, week) => sum + week.meetings, 0)).toBe(2);
  });

  it('groups who was given tasks whatever the case, and leaves out nobody', async () => {
    const robin = await fixture.person();
    const day = { createdAt: new Date('2025-06-10T10:00:00Z') };
    await robin.meeting([], { ...day, actionItems: tasksFor('Jane', 'jane ', 'Kim', null, ' ') });
    await robin.meeting([], { ...day, actionItems: tasksFor('Jane', 'Zoë', 'ZOË', 'zoë') });
    const others = Array.from({ length: 12 }, (_, index) => `Person ${index}`);
    await robin.meeting([], { ...day, actionItems: tasksFor(...others) });
    const { action_item_owners: owners } = await overview(robin);
    expect(owners).toHaveLength(10);
    expect(owners.slice(0, 3)).toEqual([
      { name: 'Jane', action_items: 3, meeting_count: 2 },
      { name: expect.stringMatching(/^zoë$/iu), action_items: 3, meeting_count: 1 },
      { name: 'Kim', action_items: 1, meeting_count: 1 },
    ]);
  });

  it("is about the caller's own meetings: not a colleague's, a stranger's or deleted ones", async () => {
    const [robin, stranger] = [await fixture.person(), await fixture.person()];
    const kim = await fixture.person({ workspace: robin.scope, role: 'MEMBER' });
    const full = { ...at('2025-06-10T10:00:00Z'), actionItems: tasksFor('Jane') };
    const talkers = [{ talkMs: 1_000, name: 'Jane' }];
    await robin.meeting(talkers, { ...full, deletedAt: new Date() });
    await kim.meeting(talkers, full);
    await stranger.meeting(talkers, full);
    expect(await overview(robin)).toMatchObject({
      total_meetings: 0,
      total_hours: 0,
      talk_time_by_speaker: [],
      action_item_owners: [],
    });
    expect(await overview(stranger)).toMatchObject({ total_meetings: 1 });
  });

  it('covers the 90 days that end today when nothing is said', async () => {
    const { from, to, trend } = await overview(anyone, '');
    expect(Date.parse(to) - Date.parse(from)).toBe(89 * 86_400_000);
    expect(Math.abs(Date.parse(to) - Date.now())).toBeLessThan(2 * 86_400_000);
    expect(trend.length).toBeGreaterThanOrEqual(13);
  });

  it('takes five years and no day more', async () => {
    const { trend } = await overview(anyone, 'from=2020-02-29&to=2025-02-28');
    expect(trend).toHaveLength(262);
    await anyone.get('/analytics/overview?from=2019-12-31&to=2024-12-31').expect(422);
  });

  it.each([
    'from=2025-06-30&to=2025-06-01',
    'from=2025-02-30',
    'from=yesterday',
    'from=2025-06-01T00:00:00Z',
    'to=0000-01-01',
    'to=9999-12-31',
    'to=20250601',
    'from=&to=',
    'from=3000-01-01',
    'from=2025-06-01%00',
    'from=2025-06-01&from=2025-06-02',
  ])('refuses %s', async (query) => {
    const answer = await anyone.get(`/analytics/overview?${query}`).expect(422);
    const { detail } = answer.body as { detail: { loc: string[] }[] };
    for (const { loc } of detail) expect(['from', 'to']).toContain(loc[1]);
  });

  it('is for those who are signed in', async () => {
    await fixture.api.get('/api/v1/web/analytics/overview').expect(401);
  });
});

describe('the documented example', () => {
  it('is what the API could send', () => {
    expect(overviewSchema.parse(overviewExample)).toEqual(overviewExample);
  });
});
