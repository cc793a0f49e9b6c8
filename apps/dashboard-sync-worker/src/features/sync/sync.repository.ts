import { Meeting, type DashboardStatus, type Transaction } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';

export interface SyncRepository {
  saveStatus(claim: StageClaim, tx: Transaction, status: DashboardStatus): Promise<void>;
}

export function createSyncRepository(): SyncRepository {
  return {
    saveStatus: async ({ workspaceId, meetingId }, tx, dashboardStatus) => {
      await tx.manager.update(Meeting, { id: meetingId, workspaceId }, { dashboardStatus });
    },
  };
}
