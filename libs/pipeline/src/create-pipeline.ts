import {
  createTransact,
  type Meeting,
  type Owner,
  type Stage,
  type Tenant,
  type Transaction,
} from '@memo/entities';
import type { JobOutcome, JobProducer } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import type { DataSource } from 'typeorm';
import type { StageClaim } from './claim.ts';
import { forget } from './forget.ts';
import { createLedger } from './ledger.ts';
import { readProgress, type Progress } from './progress.ts';
import { reconcile, redrive, type Redriven } from './reconcile.ts';
import { createRedeliver } from './redeliver.ts';
import { retry, retryFailed, type RetryAnswer, type RetryBatch } from './retry.ts';
import { createRunStage, type StageWork } from './run-stage.ts';
import { createSchedule } from './schedule.ts';

export interface Pipeline {
  /** Writes a meeting's first stage run in the caller's transaction; its job follows the commit. */
  begin(
    tx: Transaction,
    meeting: Pick<Meeting, 'id' | 'workspaceId' | 'generation'>,
  ): Promise<void>;
  /** Runs one stage under a lease; the answer is for the queue. */
  runStage(runId: string, work: StageWork, stopping: AbortSignal): Promise<JobOutcome>;
  /** What an earlier stage of this meeting left behind, in order of part. */
  resultsOf(claim: StageClaim, stage: Stage): Promise<unknown[]>;
  progress(meetingIds: readonly string[]): Promise<Map<string, Progress>>;
  /** Gives stranded runs a live job again; returns how many it looked at. */
  reconcile(): Promise<number>;
  /** Queues again what failed for good in one of the workspace's meetings; the jobs follow the commit. */
  retry(tenant: Tenant, tx: Transaction, meetingId: string): Promise<RetryAnswer>;
  /** The same for a batch of the caller's own FAILED meetings, in order of id. Adds no jobs: `redrive` does, at the end. */
  retryFailed(owner: Owner, tx: Transaction, batch: RetryBatch): Promise<string[]>;
  /** Gives the caller's own stranded runs a live job again, as far as Redis lets it. */
  redrive(owner: Owner): Promise<Redriven>;
  /** Takes a deleted meeting's jobs off their queues, as far as Redis lets it. Never throws. */
  forget(meetingId: string): Promise<void>;
}

export interface PipelineDeps {
  dataSource: DataSource;
  producer: JobProducer;
  logger: Logger;
}

/** The stage ledger: Postgres says what is to be done, BullMQ only carries it there. */
export function createPipeline({ dataSource, producer, logger }: PipelineDeps): Pipeline {
  const schedule = createSchedule(producer, logger);
  return {
    begin: (tx, { id, workspaceId, generation }) =>
      schedule(tx, { meetingId: id, workspaceId, generation, stage: 'prepare', parts: 1 }),
    runStage: createRunStage({
      transact: createTransact(dataSource),
      ledger: createLedger(dataSource),
      schedule,
      redeliver: createRedeliver(producer, logger),
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
    reconcile: () => reconcile(dataSource, producer),
    retry: (tenant, tx, meetingId) => retry({ producer, logger }, tenant, tx, meetingId),
    retryFailed,
    redrive: (owner) => redrive({ dataSource, producer, logger }, owner),
    forget: (meetingId) => forget({ dataSource, producer, logger }, meetingId),
  };
}
