import { Column, PrimaryColumn } from 'typeorm';

/** `given_up` never began, as what it was wanted for was given up: it counts neither as work nor as a failure. */
export const runStatuses = ['queued', 'running', 'succeeded', 'failed', 'given_up'] as const;
export type RunStatus = (typeof runStatuses)[number];

/** Why a run failed. */
export interface RunError {
  code: string;
  /** For whoever it is about. */
  message: string;
  /** For operators, where they should know something else than users. */
  detail?: string;
  /** Whether trying again could help. */
  retryable: boolean;
}

/**
 * The columns that `libs/ledger` works with: one row is one unit of durable work. A table of such work extends it with
 * what the work is about, under a foreign key that takes the row along, and with a column that says what is to be done.
 */
export abstract class LedgerRun {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  /** The person whose turn within the workspace it takes; 0 for work of no particular person. */
  @Column({ name: 'user_id', type: 'integer', default: 0 })
  userId!: number;

  @Column({ type: 'varchar', default: 'queued' })
  status!: RunStatus;

  /** Rises with every claim. A write that carries an older one matches no row. */
  @Column({ type: 'integer', default: 0 })
  epoch!: number;

  @Column({ name: 'lease_until', type: 'timestamptz', nullable: true })
  leaseUntil!: Date | null;

  /** Failed tries so far. Waiting for a provider's rate limit is not one. */
  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  /** How often a worker vanished while it held this run: its work may be what kills them. */
  @Column({ type: 'integer', default: 0 })
  crashes!: number;

  /** How often in a row it was put back for what it waits for. */
  @Column({ type: 'integer', default: 0 })
  waits!: number;

  /** A dependency that is away, or a rate limit; null where it waits for nothing but its turn or its next try. */
  @Column({ name: 'waiting_for', type: 'varchar', nullable: true })
  waitingFor!: string | null;

  /** For how long it has been waiting for that, in ms, until it was put back last. */
  @Column({ name: 'waited_ms', type: 'double precision', default: 0 })
  waitedMs!: number;

  /** The last failure, also while it is being retried. */
  @Column({ type: 'jsonb', nullable: true })
  error!: RunError | null;

  /** What it left for those that come after it. */
  @Column({ type: 'jsonb', nullable: true })
  result!: Record<string, unknown> | null;

  /** While it is queued: from when on it may be claimed. */
  @Column({ name: 'due_at', type: 'timestamptz', default: () => 'now()' })
  dueAt!: Date;

  @Column({ name: 'queued_at', type: 'timestamptz', default: () => 'now()' })
  queuedAt!: Date;

  @Column({ name: 'started_at', type: 'timestamptz', nullable: true })
  startedAt!: Date | null;

  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;
}
