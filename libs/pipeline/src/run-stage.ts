import type { Transact, Transaction } from '@memo/entities';
import type { JobProducer } from '@memo/jobs';
import { createRunner, type Ledger, type Work } from '@memo/ledger';
import type { Logger } from '@memo/logging';
import { markFailed, markSucceeded } from './meeting-status.ts';
import { scheduleNext } from './next-stage.ts';
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
  transact: Transact;
  ledger: Ledger<StageClaim['stage'], StageSubject>;
  producer: Pick<JobProducer, 'offer' | 'offerIn'>;
  schedule: Schedule;
  redeliver: Redeliver;
  logger: Logger;
}

/** Stage runs on the ledger: what their success and their failure mean for the meeting, and what comes next. */
export const createRunStage = ({
  transact,
  ledger,
  producer,
  schedule,
  redeliver,
  logger,
}: RunStageDeps) =>
  createRunner({
    transact,
    ledger,
    tickets: producer,
    logger,
    settlement: {
      about: ({ stage, meetingId }: StageClaim) => ({ stage, meetingId }),
      succeeded: async (tx, claim, output: StageOutput) => {
        await redeliver(tx, claim);
        await output.write?.(tx);
        await markSucceeded(tx.manager, claim);
        await tellOutcome(tx, claim, 'succeeded');
        await scheduleNext(tx, schedule, claim, output.nextParts ?? 1);
      },
      failed: async (tx, claim, error) => {
        await redeliver(tx, claim, { failed: true });
        await markFailed(tx.manager, claim, error);
        await tellOutcome(tx, claim, 'failed');
        await scheduleNext(tx, schedule, claim, 1, { failed: true });
      },
    },
  });
