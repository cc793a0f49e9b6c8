import { Column, Entity, Index, JoinColumn, ManyToOne, Unique, type Relation } from 'typeorm';
import { LedgerRun } from '../ledger/ledger-run.ts';
import { Meeting } from './meeting.ts';

/** In pipeline order; the last is no part of it, but work on a meeting that is there. */
export const stages = [
  'prepare',
  'transcribe',
  'assemble',
  'summarize',
  'analyze',
  'sync',
  'minutes',
] as const;
export type Stage = (typeof stages)[number];

/** One unit of pipeline work: the ledger of what happened and the outbox of what is to happen. */
@Entity('stage_runs')
@Unique(['meetingId', 'generation', 'stage', 'part'])
// The ledger's three: whose turn it is, who vanished, what failed lately.
@Index(['stage', 'workspaceId', 'userId', 'dueAt'], { where: `"status" = 'queued'` })
@Index(['stage'], { where: `"status" = 'running'` })
@Index(['stage', 'finishedAt'], { where: `"status" = 'failed'` })
export class StageRun extends LedgerRun {
  @Column({ name: 'meeting_id', type: 'uuid' })
  meetingId!: string;

  @ManyToOne(() => Meeting, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'meeting_id' })
  meeting?: Relation<Meeting>;

  @Column({ type: 'varchar' })
  stage!: Stage;

  /** Its position among the parts of its stage; 0 where there is only one. */
  @Column({ type: 'integer', default: 0 })
  part!: number;

  /** 0 for work on whatever is shown: minutes, whose number is the part. */
  @Column({ type: 'integer', default: 1 })
  generation!: number;
}
