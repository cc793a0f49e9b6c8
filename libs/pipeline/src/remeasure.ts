import type { Database, Tenant, Transaction } from '@memo/entities';
import type { OfferLaterDeps } from '@memo/ledger';
import { tellDashboard } from './minutes.ts';
import { lockFollowing, measureAgain } from './remeasure.sql.ts';

export interface Remeasure {
  /** Comes first in a transaction that will ask for it. */
  hold(tenant: Tenant, tx: Transaction, meetingId: string): Promise<void>;
  /**
   * Has the metrics of the transcript that is shown made anew, at most once a minute, and the dashboard told of it with
   * them. Those of now are shown until then. Where they were never made they are not made now, and the dashboard is told
   * of what was said alone.
   */
  ask(tenant: Tenant, tx: Transaction, meetingId: string): Promise<void>;
}

/** No ticket follows the commit: what waits for its time gets one from the sweep that looks for work. */
export function createRemeasure(deps: OfferLaterDeps & { database: Database }): Remeasure {
  const { rows } = deps.database;
  return {
    hold: async (tenant, tx, meetingId) => {
      await rows(tenant, tx).all(lockFollowing, { meetingId });
    },
    ask: async (tenant, tx, meetingId) => {
      // An analysis ends in a delivery.
      if ((await rows(tenant, tx).first(measureAgain, { meetingId })) !== null) return;
      await tellDashboard(deps, tenant, tx, meetingId);
    },
  };
}
