import { Meeting, type Database, type Transaction } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import type { MeetingMetrics } from '@memo/transcript';

export interface AnalyzeRepository {
  saveMetrics(claim: StageClaim, tx: Transaction, metrics: MeetingMetrics): Promise<void>;
}

export function createAnalyzeRepository({ rows }: Pick<Database, 'rows'>): AnalyzeRepository {
  return {
    saveMetrics: async (claim, tx, metrics) => {
      const changes = { analyticsData: { ...metrics } };
      await rows(claim, tx).update(Meeting, { id: claim.meetingId }, changes);
    },
  };
}
