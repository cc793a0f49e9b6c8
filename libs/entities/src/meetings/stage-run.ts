import { Column, Entity, Index, Unique } from 'typeorm';
import { MeetingOwned } from './meeting-owned.ts';
import type { StageError } from './meeting.ts';

export type Stage = 'prepare' | 'transcribe' | 'assemble' | 'summarize' | 'analyze' | 'sync';
export type StageRunStatus = 'queued' | 'running' | 'succeeded' | 'failed';

/** One unit of pipeline work: the ledger of what happened and the outbox of what is to happen. */
@Entity('stage_runs')
@Unique(['meetingId', 'generation', 'stage', 'part'])
@Index(['status', 'queuedAt'], { where: `"status" IN ('queued', 'running')` })
export class StageRun extends MeetingOwned {
  @Column({ type: 'varchar' })
  stage!: Stage;

  /** Position of a `transcribe` run among its chunks; 0 for the other stages. */
  @Column({ type: 'integer', default: 0 })
  part!: number;

  @Column({ type: 'integer', default: 1 })
  generation!: number;

  @Column({ type: 'varchar', default: 'queued' })
  status!: StageRunStatus;

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

  /** The last failure, also while it is being retried. */
  @Column({ type: 'jsonb', nullable: true })
  error!: StageError | null;

  /** What the stage hands to the next one. */
  @Column({ type: 'jsonb', nullable: true })
  result!: Record<string, unknown> | null;

  @Column({ name: 'queued_at', type: 'timestamptz', default: () => 'now()' })
  queuedAt!: Date;

  @Column({ name: 'started_at', type: 'timestamptz', nullable: true })
  startedAt!: Date | null;

  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;
}
