import { Meeting, type DashboardStatus, type Database, type Transaction } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';

export interface SyncRepository {
  saveStatus(claim: StageClaim, tx: Transaction, status: DashboardStatus): Promise<void>;
}

export function createSyncRepository({ rows }: Pick<Database, 'rows'>): SyncRepository {
  return {
    saveStatus: async (claim, tx, dashboardStatus) => {
      await rows(claim, tx).update(Meeting, { id: claim.meetingId }, { dashboardStatus });
    },
  };
}
