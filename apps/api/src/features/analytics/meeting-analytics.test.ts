import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingSpeaker, newId, type Meeting } from '@memo/entities';
import { fullExample, mobileExample } from './meeting-analytics.examples.ts';
import { meetingAnalyticsSchema } from './meeting-analytics.schemas.ts';
import {
  startAnalytics,
  tasksFor,
  type AnalyticsFixture,
  type Person,
} from './test/analytics-fixture.ts';

let fixture: AnalyticsFixture;
let robin: Person;

beforeAll(async () => {
  fixture = await startAnalytics();
  robin = await fixture.person();
});

afterAll(() => fixture.close());

const analytics = ({ id }: Pick<Meeting, 'id'>, view = '') => `/meetings/${id}/analytics${view}`;

const read = async (path: string) => {
  const answer = await robin.get(path).expect(200);
  return meetingAnalyticsSchema.parse(answer.body);
};

const rename = (meetingId: string, key: string, name: string) =>
  fixture.dataSource.manager.update(MeetingSpeaker, { meetingId, key }, { name });

describe('GET /meetings/{id}/analytics', () => {
  it('gives all metrics, each speaker with the name and the person of now', async () => {
    const profileId = await robin.profile('Jane');
    const meeting = await robin.meeting([{ talkMs: 30_000, profileId }, { talkMs: 10_000 }], {
      title: 'Review',
    });
    await rename(meeting.id, 'S1', 'Jane');
    const { metrics, ...about } = await read(analytics(meeting));
    expect(about).toEqual({
      meeting_id: meeting.id,
      title: 'Review',
      analytics_status: 'COMPLETED',
      note: null,
      view: 'full',
    });
    const profile = {
      id: profileId,
      full_name: 'Jane Doe',
      company: 'Acme Corp',
      designation: null,
    };
    expect(metrics).toMatchObject({
      ...meeting.analyticsData,
      speakers: [
        { key: 'S1', name: 'Jane', profile, talk_time_ms: 30_000, talk_share: 0.75 },
        { key: 'S2', name: 'Speaker2', profile: null, talk_time_ms: 10_000, talk_share: 0.25 },
      ],
    });
  });

  it('follows a rename at once, and shows two speakers of one name as one', async () => {
    const meeting = await robin.meeting([
      { talkMs: 30_000, words: 60 },
      { talkMs: 10_000, words: 20, name: 'Kim' },
      { talkMs: 10_000, words: 40 },
    ]);
    await rename(meeting.id, 'S3', 'Kim');
    const { metrics } = await read(analytics(meeting, '?view=full'));
    expect(metrics?.speakers).toMatchObject([
      { name: 'Speaker1', talk_share: 0.6 },
      { name: 'Kim', talk_time_ms: 20_000, talk_share: 0.4, words: 60, words_per_minute: 180 },
    ]);
    const activity = [{ minute: 0, speech_ms: 50_000, speakers: { S1: 30_000, S2: 20_000 } }];
    expect(metrics).toMatchObject({ activity });
  });

  it('gives a phone a few numbers and a short series', async () => {
    const talkers = Array.from({ length: 7 }, (_, index) => ({
      talkMs: (index + 1) * 60_000,
      words: 100,
      questions: 1,
    }));
    const meeting = await robin.meeting(talkers, {
      durationMs: 40 * 60_000,
      actionItems: tasksFor('Jane', null),
    });
    const { metrics, ...about } = await read(analytics(meeting, '?view=mobile'));
    expect(about).toMatchObject({ meeting_id: meeting.id, view: 'mobile', note: null });
    expect(metrics).toEqual({
      duration_ms: 2_400_000,
      speech_share: 0.7,
      words: 700,
      turns: 7,
      questions: 7,
      action_item_count: 2,
      speakers: [7, 6, 5, 4, 3].map((minutes) => ({
        name: `Speaker${minutes}`,
        talk_share: expect.closeTo(minutes / 28, 3),
        talk_time_ms: minutes * 60_000,
        words_per_minute: expect.closeTo(100 / minutes, 1),
      })),
      others: { count: 2, talk_share: expect.closeTo(3 / 28, 3), talk_time_ms: 180_000 },
      activity: {
        minutes_per_point: 2,
        speech_ms: [...Array<number>(14).fill(120_000), ...Array<number>(6).fill(0)],
      },
    });
  });

  it.each<[string, Partial<Meeting>, string]>([
    ['waits', { status: 'PROCESSING', analyticsStatus: 'PENDING' }, 'ask again'],
    ['is at work', { analyticsStatus: 'PROCESSING' }, 'ask again'],
    ['could not be made', { analyticsStatus: 'FAILED' }, 'could not be made'],
    ['was never due', { status: 'FAILED', analyticsStatus: 'PENDING' }, 'failed before'],
  ])('says so when the analysis %s', async (_what, columns, words) => {
    // Numbers of an earlier run are not those of this one.
    const meeting = await robin.meeting([{ talkMs: 1_000 }], columns);
    for (const view of ['full', 'mobile']) {
      expect(await read(analytics(meeting, `?view=${view}`))).toEqual({
        meeting_id: meeting.id,
        title: meeting.title,
        view,
        analytics_status: meeting.analyticsStatus,
        note: expect.stringContaining(words),
        metrics: null,
      });
    }
  });

  it('has numbers for a recording in which nobody speaks', async () => {
    const meeting = await robin.meeting([], { durationMs: 0 });
    const { metrics } = await read(analytics(meeting, '?view=mobile'));
    expect(metrics).toMatchObject({
      speech_share: 0,
      action_item_count: 0,
      speakers: [],
      others: null,
      activity: { minutes_per_point: 1, speech_ms: [] },
    });
  });

  it('is not there for a stranger, and for nobody once the meeting is deleted', async () => {
    const stranger = await fixture.person();
    const notFound = { detail: 'Meeting not found' };
    const meeting = await robin.meeting([{ talkMs: 1_000 }]);
    const deleted = await robin.meeting([], { deletedAt: new Date() });
    await stranger.get(analytics(meeting)).expect(404, notFound);
    await robin.get(analytics(deleted)).expect(404, notFound);
    await robin.get(analytics({ id: newId() })).expect(404, notFound);
    await fixture.api.get(`/api/v1/mobile${analytics(meeting)}`).expect(401);
  });

  it('is the same under the web prefix', async () => {
    const meeting = await robin.meeting([{ talkMs: 1_000 }]);
    const mobile = await robin.get(analytics(meeting)).expect(200);
    await robin.get(analytics(meeting), '/api/v1/web').expect(200, mobile.body as object);
  });

  it.each(['?view=tv', '?view='])('refuses %s', async (query) => {
    await robin.get(analytics({ id: newId() }, query)).expect(422);
  });

  it('refuses an id that is none', async () => {
    await robin.get('/meetings/42/analytics').expect(422);
  });
});

describe('the documented examples', () => {
  it.each([fullExample, mobileExample])('are what the API could send', (example) => {
    expect(meetingAnalyticsSchema.parse(example)).toEqual(example);
  });
});
