import { Meeting, type Transaction } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import type { MeetingMetrics } from '@memo/transcript';

export interface AnalyzeRepository {
  saveMetrics(claim: StageClaim, tx: Transaction, metrics: MeetingMetrics): Promise<void>;
}

export function createAnalyzeRepository(): AnalyzeRepository {
  return {
    saveMetrics: async ({ workspaceId, meetingId }, tx, metrics) => {
      await tx.manager.update(
        Meeting,
        { id: meetingId, workspaceId },
        { analyticsData: { ...metrics } },
      );
    },
  };
}
