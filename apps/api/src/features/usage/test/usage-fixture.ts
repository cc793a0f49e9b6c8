import type { Meeting } from '@memo/entities';
import { AiCall, newId } from '@memo/entities';
import { buildMeeting } from '@memo/testing';
import { startApi } from '../../../../test/api-fixture.ts';
import type { Place } from '../../../../test/person.ts';
import type { Spent } from '../usage.schemas.ts';
import { meetingUsageSchema, usageEstimateSchema, workspaceUsageSchema } from '../usage.schemas.ts';

export type UsageFixture = Awaited<ReturnType<typeof startUsage>>;
export type Person = Awaited<ReturnType<UsageFixture['person']>>;

/** The API of a deployment that asks Gemini, with people who have spent something. */
export async function startUsage() {
  const fixture = await startApi({ GEMINI_KEY: 'not asked for anything' });
  const { manager } = fixture.dataSource;

  return {
    ...fixture,
    person: async (place?: Place) => {
      const person = await fixture.person(place);
      const { scope, authorization } = person;
      const get = (path: string) =>
        fixture.api.get(`/api/v1/mobile${path}`).set('authorization', authorization);
      return {
        ...person,
        get,
        meeting: (columns: Partial<Meeting> & { recordingKeys?: string[] } = {}) =>
          buildMeeting(manager, scope, columns),
        /** Something this workspace paid for: a chunk, for 4 cents. */
        spend: (columns: Partial<AiCall>) =>
          manager.insert(AiCall, {
            id: newId(),
            workspaceId: scope.workspaceId,
            stage: 'transcribe',
            answerHash: newId(),
            provider: 'gemini',
            model: 'gemini-3.5-transcribe',
            audioMs: 600_000,
            inputTokens: 19_200,
            outputTokens: 4_000,
            costMicroUsd: 40_000,
            pricesAsOf: '2026-11-20',
            ...columns,
          }),
        ofMeeting: async ({ id }: Meeting) =>
          meetingUsageSchema.parse((await get(`/meetings/${id}/usage`).expect(200)).body),
        ofMonth: async (month: string) =>
          workspaceUsageSchema.parse((await get(`/usage?month=${month}`).expect(200)).body),
        estimate: async (query: string) =>
          usageEstimateSchema.parse((await get(`/usage/estimate?${query}`).expect(200)).body),
      };
    },
  };
}

/** A note, for a millionth of a dollar. */
export const note: Partial<AiCall> = {
  stage: 'summarize',
  model: 'gemini-3.8-flash',
  audioMs: null,
  inputTokens: 1_000,
  outputTokens: 200,
  costMicroUsd: 1,
};

export const nothing: Spent = {
  calls: 0,
  audio_seconds: 0,
  input_tokens: 0,
  output_tokens: 0,
  cost_usd: 0,
  known_cost_usd: 0,
  unpriced_calls: 0,
};
