import { newId, type Database, type Transaction } from '@memo/entities';
import { eventRow } from '@memo/journal';
import { offerNow, type OfferLaterDeps } from '@memo/ledger';
import type { StageClaim } from './claim.ts';
import { endsWithNothing } from './stage-end.sql.ts';
import { stageLedger } from './stage-ledger.sql.ts';
import type { Left, StageOutput } from './stage-output.ts';
import { ruleOf } from './stages.ts';
import { outcomeEvents } from './tell-outcome.ts';

const leftBy = ({ stage }: StageClaim, { left }: StageOutput): Left =>
  left ?? { end: endsWithNothing[stage], values: {} };

/**
 * Ends a stage that succeeded in one statement: the way of almost all. What changes other tables needs a transaction.
 * @returns false where nothing was changed.
 */
export const createEndAtOnce =
  ({ database, ...tickets }: OfferLaterDeps & { database: Database }) =>
  async (claim: StageClaim, output: StageOutput): Promise<boolean> => {
    // Of several parts only the first can be alone.
    if (output.write !== undefined || claim.part > 0) return false;
    const { runId, epoch, stage } = claim;
    const { end, values } = leftBy(claim, output);
    const { next } = ruleOf(stage);
    const events = [...(output.tell ?? []), ...outcomeEvents(stage, 'succeeded', [])];
    const ids = next === null ? [] : Array.from({ length: output.nextParts ?? 1 }, newId);
    const run = { runId, epoch, result: output.result ?? null, events: events.map(eventRow), ids };
    const done = await database.openRows().first(end.atOnce, { ...values, ...run });
    if (done?.ended !== 1) return false;
    output.afterwards?.();
    if (next !== null) await offerNow(tickets, stageLedger, Array(done.scheduled).fill(next));
    return true;
  };

/**
 * What a stage leaves on its meeting, in the transaction that has ended its run.
 * @returns how many rows it changed; null where the stage leaves nothing.
 */
export async function changeMeeting(
  { rows }: Pick<Database, 'rows'>,
  tx: Transaction,
  claim: StageClaim,
  output: StageOutput,
): Promise<number | null> {
  const { end, values } = leftBy(claim, output);
  if (end.change === null) return null;
  const { meetingId, generation } = claim;
  return rows(claim, tx).run(end.change, { ...values, meetingId, generation });
}
