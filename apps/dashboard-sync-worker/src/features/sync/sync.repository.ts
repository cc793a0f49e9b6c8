import { Meeting, type DashboardStatus, type Database, type Transaction } from '@memo/entities';
import { refuseNone, type StageClaim } from '@memo/pipeline';

export interface SyncRepository {
  /** @throws LeaseLost where another generation is shown by now. */
  saveStatus(claim: StageClaim, tx: Transaction, status: DashboardStatus): Promise<void>;
}

export function createSyncRepository({ rows }: Pick<Database, 'rows'>): SyncRepository {
  return {
    saveStatus: async (claim, tx, dashboardStatus) => {
      const { meetingId: id, generation } = claim;
      refuseNone(await rows(claim, tx).update(Meeting, { id, generation }, { dashboardStatus }));
    },
  };
}
