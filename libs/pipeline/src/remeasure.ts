import type { Database, Tenant, Transaction } from '@memo/entities';
import { lockAnalysis, measureAgain } from './remeasure.sql.ts';

export interface Remeasure {
  /** Comes first in a transaction that will ask for it. */
  hold(tenant: Tenant, tx: Transaction, meetingId: string): Promise<void>;
  /**
   * Has the metrics of the transcript that is shown made anew, at most once a minute, and the dashboard told of them.
   * Those of now are shown until then. Where they were never made nothing is done: they will be.
   */
  ask(tenant: Tenant, tx: Transaction, meetingId: string): Promise<void>;
}

/** No ticket follows the commit: what waits for its time gets one from the sweep that looks for work. */
export function createRemeasure({ rows }: Pick<Database, 'rows'>): Remeasure {
  return {
    hold: async (tenant, tx, meetingId) => {
      await rows(tenant, tx).first(lockAnalysis, { meetingId });
    },
    ask: async (tenant, tx, meetingId) => {
      await rows(tenant, tx).run(measureAgain, { meetingId });
    },
  };
}
