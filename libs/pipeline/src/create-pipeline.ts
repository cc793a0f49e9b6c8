import type {
  Database,
  Meeting,
  Owner,
  Stage,
  Tenant,
  Transact,
  Transaction,
} from '@memo/entities';
import type { Dependency } from '@memo/errors';
import type { JobProducer, QueueName } from '@memo/jobs';
import { createRecordEvent } from '@memo/journal';
import {
  createDependencyWatch,
  createLedger,
  readCounts,
  readState,
  reconcile,
  reconcileFor,
  type QueuesCounts,
  type Reconciled,
  type RunGroup,
  type RunObserver,
  type RunOutcome,
} from '@memo/ledger';
import type { Logger } from '@memo/logging';
import { forget } from './forget.ts';
import { scheduleMinutes, tellDashboard } from './minutes.ts';
import { oldestRunnable, type WaitingRun } from './oldest-runnable.sql.ts';
import {
  readProgress,
  readProgressOfWatched,
  type Progress,
  type WatchedMeeting,
} from './progress.ts';
import { createRedeliver } from './redeliver.ts';
import {
  retry,
  retryFailed,
  type RetriedMeeting,
  type RetryAnswer,
  type RetryBatch,
} from './retry.ts';
import {
  reprocess,
  type AskedReprocess,
  type FoundSound,
  type ReprocessAnswer,
} from './reprocess.ts';
import { readPlan, type ShownPlan } from './read-plan.ts';
import { createRemeasure, type Remeasure } from './remeasure.ts';
import { restore, type RestoreAnswer, type BringBack } from './restore.ts';
import { createRunStage } from './run-stage.ts';
import type { StageWork } from './stage-output.ts';
import { createSchedule } from './schedule.ts';
import { stageLedger } from './stage-ledger.sql.ts';

export interface Pipeline {
  /** Writes a meeting's first stage run in the caller's transaction; its ticket follows the commit. */
  begin(
    tx: Transaction,
    meeting: Pick<Meeting, 'workspaceId' | 'id' | 'generation'>,
  ): Promise<void>;
  /** Runs the stage whose turn it is on a queue, of those there is a work for, under a lease. */
  runNext(
    queue: QueueName,
    works: Readonly<Partial<Record<Stage, StageWork>>>,
    stopping: AbortSignal,
  ): Promise<RunOutcome>;
  /** A dependency did its part in something, on which what waits for it goes on. */
  answered: (dependency: Dependency) => void;
  progress(tenant: Tenant, meetingIds: readonly string[]): Promise<Map<string, Progress>>;
  /** The same of meetings of several workspaces at once. */
  progressOfWatched(watched: readonly WatchedMeeting[]): Promise<Map<string, Progress>>;
  /** What each queue's workers have before them. */
  counts(): Promise<QueuesCounts>;
  /** The same by stage, with what the runs wait for and why they failed, for those who operate the installation. */
  state(): Promise<RunGroup<Stage>[]>;
  /** Those that could begin now and have waited longest. */
  oldestRunnable(limit: number): Promise<WaitingRun[]>;
  /** What this process knows to be away. */
  outages(): Dependency[];
  /** Sees to it that there are tickets where there is work; returns how much it found. */
  reconcile(): Promise<number>;
  /**
   * Queues again what failed for good in one of the workspace's meetings, and what its transcript lacks; the tickets
   * follow the commit.
   */
  retry(tenant: Tenant, tx: Transaction, meetingId: string): Promise<RetryAnswer>;
  /**
   * The same for a batch of the caller's own meetings of which something failed, in order of id; gaps are left alone. Adds
   * no tickets: `reconcileFor` does, at the end.
   */
  retryFailed(owner: Owner, tx: Transaction, batch: RetryBatch): Promise<RetriedMeeting[]>;
  /**
   * Begins a generation of a COMPLETED meeting beside the one that is shown; the tickets follow the commit.
   * @param how.sound needed where speech is asked about.
   */
  reprocess(
    tenant: Tenant,
    tx: Transaction,
    meetingId: string,
    how: { asked: AskedReprocess; sound: FoundSound | null },
  ): Promise<ReprocessAnswer>;
  /** Has a meeting measured again whose transcript was changed. */
  remeasure: Remeasure;
  /** Of what the generation that is shown was made. Null for no meeting. */
  plan(tenant: Tenant, meetingId: string): Promise<ShownPlan | null>;
  /**
   * Shows an earlier generation of a COMPLETED meeting again; the tickets follow the commit.
   * @throws DeliveryHeld: see `unlessHeld`.
   */
  restore(
    tenant: Tenant,
    tx: Transaction,
    meeting: { meetingId: string; generation: number },
    bringBack: BringBack,
  ): Promise<RestoreAnswer>;
  /**
   * Has minutes of a meeting made; the ticket follows the commit. Comes before anything that locks the meeting's row,
   * unless these minutes are new.
   */
  scheduleMinutes(
    tenant: Tenant,
    tx: Transaction,
    minutes: { meetingId: string; number: number },
  ): Promise<void>;
  /**
   * Has the dashboard told of a change that a person made, once a minute at most; of one it was never told, nothing.
   * Comes before anything that locks the meeting's row: a delivery locks its own run first, too.
   */
  tellDashboard(tenant: Tenant, tx: Transaction, meetingId: string): Promise<void>;
  /** Gives the caller's own stranded runs a ticket, as far as Redis lets it. */
  reconcileFor(owner: Owner): Promise<Reconciled>;
  /** Takes a deleted meeting's waiting runs out of the ledger. Never throws. */
  forget(tenant: Tenant, meetingId: string): Promise<void>;
}

export interface PipelineDeps {
  database: Database;
  transact: Transact;
  producer: Pick<JobProducer, 'offer' | 'offerIn'>;
  observe?: PipelineObserver | undefined;
  logger: Logger;
}

export type PipelineObserver = RunObserver<Stage>;

/** The stages of meetings: Postgres says what is to be done, BullMQ only that there is something. */
export function createPipeline(deps: PipelineDeps): Pipeline {
  const { database, transact, producer, observe, logger } = deps;
  const tickets = { database, producer, logger };
  const schedule = createSchedule(tickets);
  const watch = createDependencyWatch(stageLedger);
  return {
    begin: (tx, { workspaceId, id, generation }) =>
      schedule(tx, { workspaceId, meetingId: id, generation, stage: 'prepare', parts: 1 }),
    runNext: createRunStage({
      database,
      transact,
      ledger: createLedger(database, stageLedger),
      watch,
      producer,
      schedule,
      redeliver: createRedeliver(tickets),
      recordEvent: createRecordEvent(database),
      observe,
      logger,
    }),
    answered: (dependency) => watch.answered(dependency),
    progress: (tenant, meetingIds) => readProgress(database, tenant, meetingIds),
    progressOfWatched: (watched) => readProgressOfWatched(database, watched),
    counts: () => readCounts(database, stageLedger),
    state: () => readState(database, stageLedger),
    oldestRunnable: (limit) => database.openRows().all(oldestRunnable, { limit }),
    outages: () => watch.outages(),
    reconcile: () => reconcile(database, stageLedger, producer, observe),
    retry: (tenant, tx, meetingId) => retry(tickets, tenant, tx, meetingId),
    retryFailed: (owner, tx, batch) => retryFailed(database, owner, tx, batch),
    reprocess: (tenant, tx, meetingId, how) => reprocess(tickets, tenant, tx, meetingId, how),
    remeasure: createRemeasure(tickets),
    plan: (tenant, meetingId) => readPlan(database, tenant, meetingId),
    restore: (tenant, tx, meeting, bringBack) => restore(tickets, tenant, tx, meeting, bringBack),
    scheduleMinutes: (tenant, tx, minutes) => scheduleMinutes(tickets, tenant, tx, minutes),
    tellDashboard: (tenant, tx, meetingId) => tellDashboard(tickets, tenant, tx, meetingId),
    reconcileFor: (owner) =>
      reconcileFor({ database, tickets: producer, logger }, stageLedger, owner),
    forget: (tenant, meetingId) => forget({ database, logger }, tenant, meetingId),
  };
}
