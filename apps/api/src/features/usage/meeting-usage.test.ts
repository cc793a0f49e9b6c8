import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, newId } from '@memo/entities';
import { nothing, note, startUsage, type UsageFixture, type Person } from './test/usage-fixture.ts';
import { meetingUsageExample } from './usage.examples.ts';
import { meetingUsageSchema } from './usage.schemas.ts';

let fixture: UsageFixture;
let robin: Person;

beforeAll(async () => {
  fixture = await startUsage();
  robin = await fixture.person();
});

afterAll(() => fixture.close());

describe('GET /meetings/{meeting_id}/usage', () => {
  it('adds up calls, audio, tokens and money by stage, to the millionth of a dollar', async () => {
    const meeting = await robin.meeting();
    const { id: meetingId } = meeting;
    await robin.spend({ meetingId, ...note, pricesAsOf: '2026-10-01' });
    await robin.spend({ meetingId, audioMs: 1_234 });
    await robin.spend({ meetingId });
    const body = await robin.ofMeeting(meeting);
    const speech = {
      calls: 2,
      audio_seconds: 601.234,
      input_tokens: 38_400,
      output_tokens: 8_000,
      cost_usd: 0.08,
      known_cost_usd: 0.08,
      unpriced_calls: 0,
    };
    expect(body).toEqual({
      meeting_id: meetingId,
      stages: [
        { stage: 'transcribe', ...speech },
        {
          stage: 'summarize',
          ...nothing,
          calls: 1,
          input_tokens: 1_000,
          output_tokens: 200,
          cost_usd: 0.000001,
          known_cost_usd: 0.000001,
        },
      ],
      totals: {
        calls: 3,
        audio_seconds: 601.234,
        input_tokens: 39_400,
        output_tokens: 8_200,
        cost_usd: 0.080001,
        known_cost_usd: 0.080001,
        unpriced_calls: 0,
      },
      models: ['gemini-3.5-transcribe', 'gemini-3.8-flash'],
      prices_as_of: ['2026-10-01', '2026-11-20'],
      estimate: null,
    });
  });

  it('says that a cost is not known where a model has no price, and how much is known', async () => {
    const meeting = await robin.meeting();
    await robin.spend({ meetingId: meeting.id });
    await robin.spend({
      meetingId: meeting.id,
      model: 'own-model',
      costMicroUsd: null,
      pricesAsOf: null,
      inputTokens: null,
      outputTokens: null,
    });
    await robin.spend({ meetingId: meeting.id, ...note });
    const { totals, stages } = await robin.ofMeeting(meeting);
    expect(totals).toMatchObject({ cost_usd: null, known_cost_usd: 0.040001, unpriced_calls: 1 });
    expect(stages).toMatchObject([
      { stage: 'transcribe', cost_usd: null, unpriced_calls: 1, input_tokens: 19_200 },
      { stage: 'summarize', cost_usd: 0.000001, unpriced_calls: 0 },
    ]);
  });

  it('is zero before anything was paid for, with an estimate once the length is known', async () => {
    const unknown = await robin.ofMeeting(await robin.meeting());
    expect(unknown).toMatchObject({ stages: [], totals: nothing, models: [], estimate: null });
    const known = await robin.ofMeeting(await robin.meeting({ durationMs: 3_600_000 }));
    const { cost_usd, basis } = await robin.estimate('audio_seconds=3600');
    expect(known.estimate).toMatchObject({ cost_usd, basis });
    const dual = await robin.meeting({ durationMs: 3_600_000, recordingKeys: ['a', 'b'] });
    const both = await robin.estimate('audio_seconds=3600&recordings=2');
    expect((await robin.ofMeeting(dual)).estimate?.cost_usd).toBe(both.cost_usd);
  });

  it("is there for colleagues, and neither for strangers nor for a deleted meeting's owner", async () => {
    const kim = await fixture.person({ workspace: robin.scope, role: 'VIEWER' });
    const stranger = await fixture.person();
    const meeting = await robin.meeting();
    await robin.spend({ meetingId: meeting.id });
    await stranger
      .get(`/meetings/${meeting.id}/usage`)
      .expect(404, { detail: 'Meeting not found' });
    expect((await kim.ofMeeting(meeting)).totals.calls).toBe(1);
    await fixture.dataSource.manager.update(Meeting, meeting.id, { deletedAt: new Date() });
    await robin.get(`/meetings/${meeting.id}/usage`).expect(404);
    await robin.get(`/meetings/${newId()}/usage`).expect(404);
    await robin.get('/meetings/42/usage').expect(422);
  });
});

describe('the documented example', () => {
  it('is what the API could send', () => {
    expect(meetingUsageSchema.parse(meetingUsageExample)).toEqual(meetingUsageExample);
  });
});
