import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, type AiCall } from '@memo/entities';
import { createDatabase, createDataSource } from '@memo/entities/connections';
import { readMonth } from './month.ts';
import { nothing, note, startUsage, type UsageFixture, type Person } from './test/usage-fixture.ts';
import { usageEstimateExample, workspaceUsageExample } from './usage.examples.ts';
import { createUsageRepository } from './usage.repository.ts';
import { usageEstimateSchema, workspaceUsageSchema } from './usage.schemas.ts';

let fixture: UsageFixture;
let robin: Person;

beforeAll(async () => {
  fixture = await startUsage();
  robin = await fixture.person();
});

afterAll(() => fixture.close());

describe('GET /usage', () => {
  it('adds up a month by stage, by model and by day, and lists the months before', async () => {
    const kim = await fixture.person();
    const on = (time: string, columns: Partial<AiCall> = {}) =>
      kim.spend({ askedAt: new Date(time), ...columns });
    await on('2026-03-05T12:00:00Z');
    await on('2026-03-05T13:00:00Z', note);
    await on('2026-03-07T12:00:00Z', { stage: 'suggest', meetingId: null, audioMs: 45_000 });
    await on('2026-02-01T00:00:00Z', { pricesAsOf: '2026-01-01' });
    await on('2025-03-01T00:00:00Z');
    await on('2025-02-28T23:59:59Z');
    const march = await kim.ofMonth('2026-03');
    expect(march).toMatchObject({
      month: '2026-03',
      totals: { calls: 3, audio_seconds: 645, cost_usd: 0.080001 },
      by_stage: [
        { stage: 'transcribe', calls: 1 },
        { stage: 'summarize', calls: 1 },
        { stage: 'suggest', calls: 1 },
      ],
      by_model: [
        { provider: 'gemini', model: 'gemini-3.5-transcribe', calls: 2, cost_usd: 0.08 },
        { provider: 'gemini', model: 'gemini-3.8-flash', calls: 1, cost_usd: 0.000001 },
      ],
      by_day: [
        { day: '2026-03-05', calls: 2 },
        { day: '2026-03-07', calls: 1 },
      ],
      prices_as_of: ['2026-11-20'],
      previous_months: [
        { month: '2026-02', calls: 1 },
        { month: '2025-03', calls: 1 },
      ],
    });
    expect(march.previous_months).toHaveLength(2);
  });

  it('has its borders at midnight UTC, whatever the time zone of the database', async () => {
    const kim = await fixture.person();
    for (const time of [
      '2026-05-31T23:59:59.999Z',
      '2026-06-01T00:00:00Z',
      '2026-06-30T23:59:59.999Z',
      '2026-07-01T00:00:00Z',
    ]) {
      await kim.spend({ askedAt: new Date(time) });
    }
    const june = await kim.ofMonth('2026-06');
    expect(june.totals.calls).toBe(2);
    expect(june.by_day.map(({ day }) => day)).toEqual(['2026-06-01', '2026-06-30']);
    expect(june.previous_months).toMatchObject([{ month: '2026-05', calls: 1 }]);
    const url = `${fixture.databaseUrl}?options=-c%20timezone%3DPacific/Auckland`;
    const elsewhere = await createDataSource({ url, poolSize: 1 }).initialize();
    try {
      expect(await elsewhere.query('SHOW timezone')).toEqual([{ TimeZone: 'Pacific/Auckland' }]);
      const repository = createUsageRepository(createDatabase(elsewhere));
      expect(await repository.ofMonth(kim.scope, readMonth({ month: '2026-06' }))).toEqual(june);
    } finally {
      await elsewhere.destroy();
    }
  });

  it('keeps what was spent on a meeting that is deleted, and gone', async () => {
    const kim = await fixture.person();
    const meeting = await kim.meeting();
    await kim.spend({ meetingId: meeting.id, askedAt: new Date('2026-04-10T00:00:00Z') });
    await fixture.dataSource.manager.delete(Meeting, meeting.id);
    expect((await kim.ofMonth('2026-04')).totals).toMatchObject({ calls: 1, cost_usd: 0.04 });
  });

  it('is the current month when none is named, and zeros for a newcomer', async () => {
    const kim = await fixture.person();
    const before = new Date().toISOString().slice(0, 7);
    const body = workspaceUsageSchema.parse((await kim.get('/usage').expect(200)).body);
    expect([before, new Date().toISOString().slice(0, 7)]).toContain(body.month);
    expect(body).toMatchObject({
      totals: nothing,
      by_stage: [],
      by_day: [],
      previous_months: [],
    });
  });

  it('is about the own workspace alone', async () => {
    const [kim, stranger] = [await fixture.person(), await fixture.person()];
    await kim.spend({ askedAt: new Date('2026-04-10T00:00:00Z') });
    expect((await stranger.ofMonth('2026-04')).totals.calls).toBe(0);
    expect((await stranger.ofMonth('2026-05')).previous_months).toEqual([]);
  });

  it('is for an administrator of the workspace', async () => {
    const admin = await fixture.person({ workspace: robin.scope, role: 'ADMIN' });
    await admin.get('/usage').expect(200);
  });

  it.each(['MEMBER', 'VIEWER'] as const)('is not for a colleague who is %s', async (role) => {
    const kim = await fixture.person({ workspace: robin.scope, role });
    const answer = await kim.get('/usage').expect(403);
    expect(answer.body).toEqual({
      detail: expect.stringContaining('Only owners and administrators'),
    });
  });

  it.each(['2026-13', '2026-00', '2026', '2026-1', '1969-12', '2026-11-01', '', 'now'])(
    'refuses the month %p',
    async (month) => {
      const answer = await robin.get(`/usage?month=${month}`).expect(422);
      expect(answer.body).toMatchObject({ detail: [{ loc: ['query', 'month'] }] });
    },
  );

  it('is for those who are signed in', async () => {
    await fixture.api.get('/api/v1/web/usage').expect(401);
    await fixture.api.get('/api/v1/web/usage/estimate?audio_seconds=1').expect(401);
  });
});

describe('GET /usage/estimate', () => {
  it("reckons with the deployment's models and says how", async () => {
    const estimate = await robin.estimate('audio_seconds=3600&recordings=1');
    expect(estimate).toEqual({
      ...usageEstimateExample,
      basis: expect.stringContaining('32 tokens read for a second'),
    });
    expect(estimate.basis).toContain('prices of 2026-11-28');
  });

  it.each(['0', '-1', '43201', 'long', '', 'Infinity'])('refuses %p seconds', async (seconds) => {
    const answer = await robin.get(`/usage/estimate?audio_seconds=${seconds}`).expect(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['query', 'audio_seconds'] }] });
  });

  it('takes twelve hours, one or two recordings, and wants a length', async () => {
    await robin.estimate('audio_seconds=43200&recordings=2');
    await robin.get('/usage/estimate').expect(422);
    await robin.get('/usage/estimate?audio_seconds=60&recordings=3').expect(422);
  });
});

describe('the documented examples', () => {
  it('are what the API could send', () => {
    expect(workspaceUsageSchema.parse(workspaceUsageExample)).toEqual(workspaceUsageExample);
    expect(usageEstimateSchema.parse(usageEstimateExample)).toEqual(usageEstimateExample);
  });
});
