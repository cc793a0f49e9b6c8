import type { Database, Transact, Transaction } from '@memo/entities';
import type { JobProducer } from '@memo/jobs';
import {
  createRunner,
  LeaseLost,
  type DependencyWatch,
  type Ledger,
  type Work,
} from '@memo/ledger';
import type { Logger } from '@memo/logging';
import type { RecordEvent } from '@memo/journal';
import { markFailed, markSucceeded } from './meeting-status.sql.ts';
import { scheduleNext } from './next-stage.ts';
import { giveUpGeneration, showGeneration } from './next-generation.ts';
import type { Redeliver } from './redeliver.ts';
import type { Schedule } from './schedule.ts';
import { tellOutcome } from './tell-outcome.ts';
import type { StageClaim, StageSubject } from './claim.ts';

/** What a stage leaves behind. All of it commits together, with the next stage's rows, or not at all. */
export interface StageOutput {
  /** Kept on the run, for the stages after it. */
  result?: Record<string, unknown>;
  /** Writes to other tables. */
  write?: (tx: Transaction) => Promise<void>;
  /** How many runs the next stage has; 1 when not given. */
  nextParts?: number;
}

export type StageWork = Work<StageClaim, StageOutput>;

export interface RunStageDeps {
  database: Database;
  transact: Transact;
  ledger: Ledger<StageClaim['stage'], StageSubject>;
  watch: DependencyWatch;
  producer: Pick<JobProducer, 'offer' | 'offerIn'>;
  schedule: Schedule;
  redeliver: Redeliver;
  recordEvent: RecordEvent;
  logger: Logger;
}

/** Stage runs on the ledger: what their success and their failure mean for the meeting, and what comes next. */
export const createRunStage = (deps: RunStageDeps) => {
  const { database, transact, ledger, watch, producer, redeliver, recordEvent, logger } = deps;
  return createRunner({
    transact,
    ledger,
    watch,
    tickets: producer,
    logger,
    settlement: {
      about: ({ stage, meetingId }: StageClaim) => ({ stage, meetingId }),
      succeeded: async (tx, claim, output: StageOutput) => {
        const again = await redeliver(tx, claim);
        await output.write?.(tx);
        const { stage, meetingId, generation } = claim;
        if (stage === 'summarize') await showGeneration(database, tx, claim);
        const mark = markSucceeded[stage];
        if (mark !== null) {
          refuseNone(await database.rows(claim, tx).run(mark, { meetingId, generation }));
        }
        await tellOutcome(recordEvent, tx, claim, 'succeeded', again);
        await scheduleNext(deps, tx, claim, output.nextParts ?? 1);
      },
      failed: async (tx, claim, error) => {
        const again = await redeliver(tx, claim, { failed: true });
        const { stage, meetingId, generation } = claim;
        const { code, message, retryable } = error;
        // What is for operators stays on the run.
        const values = { meetingId, generation, error: { code, message, retryable, stage } };
        if (await giveUpGeneration(deps, tx, claim, values.error)) return;
        refuseNone(await database.rows(claim, tx).run(markFailed[stage], values));
        await tellOutcome(recordEvent, tx, claim, 'failed', again);
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
export function refuseNone(changed: number): void {
  if (changed === 0) throw new LeaseLost();
}
