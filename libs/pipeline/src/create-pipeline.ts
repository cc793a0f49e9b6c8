import {
  createTransact,
  type Meeting,
  type Owner,
  type Stage,
  type Tenant,
  type Transaction,
} from '@memo/entities';
import type { JobProducer, QueueName } from '@memo/jobs';
import {
  createLedger,
  readCounts,
  reconcile,
  redrive,
  type QueuesCounts,
  type Redriven,
  type RunOutcome,
} from '@memo/ledger';
import type { Logger } from '@memo/logging';
import type { DataSource } from 'typeorm';
import { forget } from './forget.ts';
import { readProgress, type Progress } from './progress.ts';
import { createRedeliver } from './redeliver.ts';
import { retry, retryFailed, type RetryAnswer, type RetryBatch } from './retry.ts';
import { createRunStage, type StageWork } from './run-stage.ts';
import { createSchedule } from './schedule.ts';
import type { StageClaim } from './claim.ts';
import { stageLedger } from './stage-ledger.ts';

export interface Pipeline {
  /** Writes a meeting's first stage run in the caller's transaction; its ticket follows the commit. */
  begin(tx: Transaction, meeting: Pick<Meeting, 'id' | 'generation'>): Promise<void>;
  /** Runs the stage whose turn it is on a queue, of those there is a work for, under a lease. */
  runNext(
    queue: QueueName,
    works: Readonly<Partial<Record<Stage, StageWork>>>,
    stopping: AbortSignal,
  ): Promise<RunOutcome>;
  /** What an earlier stage of this meeting left behind, in order of part. */
  resultsOf(claim: StageClaim, stage: Stage): Promise<unknown[]>;
  progress(meetingIds: readonly string[]): Promise<Map<string, Progress>>;
  /** What each queue's workers have before them. */
  counts(): Promise<QueuesCounts>;
  /** Sees to it that there are tickets where there is work; returns how much it found. */
  reconcile(): Promise<number>;
  /** Queues again what failed for good in one of the workspace's meetings; the tickets follow the commit. */
  retry(tenant: Tenant, tx: Transaction, meetingId: string): Promise<RetryAnswer>;
  /** The same for a batch of the caller's own FAILED meetings, in order of id. Adds no tickets: `redrive` does, at the end. */
  retryFailed(owner: Owner, tx: Transaction, batch: RetryBatch): Promise<string[]>;
  /** Gives the caller's own stranded runs a ticket, as far as Redis lets it. */
  redrive(owner: Owner): Promise<Redriven>;
  /** Takes a deleted meeting's waiting runs out of the ledger. Never throws. */
  forget(meetingId: string): Promise<void>;
}

export interface PipelineDeps {
  dataSource: DataSource;
  producer: Pick<JobProducer, 'offer' | 'offerIn'>;
  logger: Logger;
}

/** The stages of meetings: Postgres says what is to be done, BullMQ only that there is something. */
export function createPipeline({ dataSource, producer, logger }: PipelineDeps): Pipeline {
  const schedule = createSchedule({ producer, logger });
  return {
    begin: (tx, { id, generation }) =>
      schedule(tx, { meetingId: id, generation, stage: 'prepare', parts: 1 }),
    runNext: createRunStage({
      transact: createTransact(dataSource),
      ledger: createLedger(dataSource, stageLedger),
      producer,
      schedule,
      redeliver: createRedeliver({ producer, logger }),
      logger,
    }),
    resultsOf: async ({ meetingId, generation }, stage) => {
      const rows: { result: unknown }[] = await dataSource.query(
        `SELECT result FROM stage_runs
         WHERE meeting_id = $1 AND generation = $2 AND stage = $3 AND status = 'succeeded' ORDER BY part`,
        [meetingId, generation, stage],
      );
      return rows.map(({ result }) => result);
    },
    progress: (meetingIds) => readProgress(dataSource, meetingIds),
    counts: () => readCounts(dataSource, stageLedger),
    reconcile: () => reconcile(dataSource, stageLedger, producer),
    retry: (owner, tx, meetingId) => retry({ producer, logger }, owner, tx, meetingId),
    retryFailed,
    redrive: (owner) => redrive({ dataSource, tickets: producer, logger }, stageLedger, owner),
    forget: (meetingId) => forget({ dataSource, logger }, meetingId),
  };
}
