import type { Estimate, Estimator } from '@memo/ai';
import type { Scope } from '@memo/entities';
import { meetingNotFound } from '@memo/meetings';
import { readMonth, type MonthQuery } from './month.ts';
import type { UsageRepository } from './usage.repository.ts';
import type {
  EstimateQuery,
  MeetingUsage,
  UsageEstimate,
  WorkspaceUsage,
} from './usage.schemas.ts';

export interface UsageService {
  /** @throws AppError `not_found`, also for another workspace's meeting. */
  ofMeeting(scope: Scope, meetingId: string): Promise<MeetingUsage>;
  ofMonth(scope: Scope, query: MonthQuery): Promise<WorkspaceUsage>;
  estimate(query: EstimateQuery): UsageEstimate;
}

export interface UsageDeps {
  repository: UsageRepository;
  estimator: Estimator;
}

export function createUsageService({ repository, estimator }: UsageDeps): UsageService {
  return {
    ofMeeting: async (scope, meetingId) => {
      const spent = await repository.ofMeeting(scope, meetingId);
      if (spent === null) throw meetingNotFound();
      const { stages, totals, models, prices_as_of, durationMs, recordings } = spent;
      const estimate =
        durationMs === null ? null : estimator({ audioSeconds: durationMs / 1_000, recordings });
      return {
        meeting_id: meetingId,
        stages,
        totals,
        models,
        prices_as_of,
        estimate: estimate && toWire(estimate),
      };
    },

    ofMonth: (scope, query) => repository.ofMonth(scope, readMonth(query)),

    estimate: (query) => {
      const { audio_seconds: audioSeconds, recordings } = query;
      return { ...query, ...toWire(estimator({ audioSeconds, recordings })) };
    },
  };
}

function toWire(estimate: Estimate) {
  const { costMicroUsd, speechMicroUsd, noteMicroUsd, models, pricesAsOf, basis } = estimate;
  return {
    cost_usd: usd(costMicroUsd),
    speech_usd: usd(speechMicroUsd),
    note_usd: usd(noteMicroUsd),
    models,
    prices_as_of: pricesAsOf,
    basis,
  };
}

const usd = (microUsd: number | null): number | null => microUsd && microUsd / 1_000_000;
