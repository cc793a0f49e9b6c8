import type { Database, Transact, Transaction } from '@memo/entities';
import type { JobProducer } from '@memo/jobs';
import {
  createRunner,
  LeaseLost,
  type DependencyWatch,
  type Ledger,
  type RunObserver,
} from '@memo/ledger';
import type { Logger } from '@memo/logging';
import type { EventDetails, RecordEvent } from '@memo/journal';
import { changeMeeting, createEndAtOnce } from './end-at-once.ts';
import { markFailed } from './meeting-status.sql.ts';
import { markMinutesFailed } from './minutes.sql.ts';
import { scheduleNext } from './next-stage.ts';
import { giveUpGeneration, showGeneration } from './next-generation.ts';
import type { Redeliver } from './redeliver.ts';
import type { Schedule } from './schedule.ts';
import { endsOfShown } from './stage-end.sql.ts';
import { outcomeEvents } from './tell-outcome.ts';
import type { StageOutput } from './stage-output.ts';
import type { StageClaim, StageSubject } from './claim.ts';

export interface RunStageDeps {
  database: Database;
  transact: Transact;
  ledger: Ledger<StageClaim['stage'], StageSubject>;
  watch: DependencyWatch;
  producer: Pick<JobProducer, 'offer' | 'offerIn'>;
  schedule: Schedule;
  redeliver: Redeliver;
  recordEvent: RecordEvent;
  observe?: RunObserver<StageClaim['stage']> | undefined;
  logger: Logger;
}

/** Stage runs on the ledger: what their success and their failure mean for the meeting, and what comes next. */
export const createRunStage = (deps: RunStageDeps) => {
  const { database, transact, ledger, watch, producer, redeliver, recordEvent, logger } = deps;
  const tell = (tx: Transaction, { workspaceId, meetingId }: StageClaim, events: EventDetails[]) =>
    recordEvent(tx, ...events.map((event) => ({ workspaceId, meetingId, ...event })));
  return createRunner({
    transact,
    ledger,
    watch,
    tickets: producer,
    observe: deps.observe,
    logger,
    settlement: {
      about: ({ stage, meetingId }: StageClaim) => ({ stage, meetingId }),
      tracedBy: ({ traceParent }) => traceParent,
      succeededAtOnce: createEndAtOnce({ database, producer, logger }),
      succeeded: async (tx, claim, output: StageOutput) => {
        const again = await redeliver(tx, claim);
        await output.write?.(tx);
        const { stage } = claim;
        if (stage === 'summarize') await showGeneration(database, tx, claim);
        const changed = await changeMeeting(database, tx, claim, output);
        if (changed !== null && endsOfShown.has(stage)) refuseNone(changed);
        await tell(tx, claim, [
          ...(output.tell ?? []),
          ...outcomeEvents(stage, 'succeeded', again),
        ]);
        await scheduleNext(deps, tx, claim, output.nextParts ?? 1);
        tx.afterCommit(() => Promise.resolve(output.afterwards?.()));
      },
      failed: async (tx, claim, error) => {
        const again = await redeliver(tx, claim, { failed: true });
        const { stage, meetingId, generation } = claim;
        const { code, message, retryable } = error;
        // What is for operators stays on the run.
        const values = { meetingId, generation, error: { code, message, retryable, stage } };
        if (stage === 'minutes') {
          const failed = { meetingId, number: claim.part, error: values.error };
          await database.rows(claim, tx).run(markMinutesFailed, failed);
          await tell(tx, claim, outcomeEvents(stage, 'failed', again));
          return;
        }
        if (await giveUpGeneration(deps, tx, claim, values.error)) return;
        refuseNone(await database.rows(claim, tx).run(markFailed[stage], values));
        await tell(tx, claim, outcomeEvents(stage, 'failed', again));
        await scheduleNext(deps, tx, claim, 1, { failed: true });
      },
    },
  });
};

/**
 * The claim was held when its run was written, and a transaction that ended since has given up its generation, shown
 * another one, or deleted the meeting.
 * @throws LeaseLost
 */
function refuseNone(changed: number): void {
  if (changed === 0) throw new LeaseLost();
}
