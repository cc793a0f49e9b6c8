import { newId, type Database, type Stage, type Tenant, type Transaction } from '@memo/entities';
import { offerLater, type OfferLaterDeps } from '@memo/ledger';
import { insertRuns } from './stage-runs.sql.ts';
import { stageLedger } from './stage-ledger.sql.ts';

export interface ScheduledStage extends Tenant {
  meetingId: string;
  generation: number;
  stage: Stage;
  /** How many runs, numbered from 0. */
  parts: number;
}

export type Schedule = (tx: Transaction, stage: ScheduledStage) => Promise<void>;

/**
 * Writes stage runs in the caller's transaction; a run that exists already is left as it is, and of a deleted meeting
 * there are none. Parts fall due one after the other, so that a recording is transcribed from its beginning.
 */
export function createSchedule({
  database,
  ...tickets
}: OfferLaterDeps & { database: Database }): Schedule {
  return async (tx, { workspaceId, meetingId, generation, stage, parts }) => {
    const ids = Array.from({ length: parts }, newId);
    const values = { ids, meetingId, stage, generation };
    const written = await database.rows({ workspaceId }, tx).run(insertRuns, values);
    offerLater(tx, tickets, stageLedger, Array<Stage>(written).fill(stage));
  };
}
