import type { EditOperation, Segment, SegmentWords } from '@memo/transcript';
import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  type Relation,
} from 'typeorm';
import { MeetingOwned } from './meeting-owned.ts';
import { TranscriptGeneration } from './transcript-generation.ts';

/** What was done: by somebody to the transcript, or to an earlier edit. */
export type StoredOperation =
  | (EditOperation & {
      /** How often was found what was replaced. */
      matches?: number;
    })
  | { kind: 'undo'; editId: string };

/**
 * One edit of a transcript. A row is never changed: what is taken back is one more row. Each names the one that was made
 * before it, so that a generation that is brought back has its own, and no others.
 */
@Entity('transcript_edits')
@Index(['meetingId'])
export class TranscriptEdit extends MeetingOwned {
  /** What of the machine it was made to; it goes when that goes. */
  @Index()
  @Column({ name: 'generation_id', type: 'uuid' })
  generationId!: string;

  @ManyToOne(() => TranscriptGeneration, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'generation_id' })
  made?: Relation<TranscriptGeneration>;

  /** The meeting's, at that moment. */
  @Column({ type: 'integer' })
  generation!: number;

  /** Counts the edits of a transcript from 1. */
  @Column({ type: 'integer' })
  number!: number;

  /** The edit that was made before; null for the first. */
  @Column({ name: 'previous_id', type: 'uuid', nullable: true })
  previousId!: string | null;

  /** Who made it; refers to no row, since an account may be deleted. */
  @Column({ name: 'user_id', type: 'integer', nullable: true })
  userId!: number | null;

  @Column({ type: 'jsonb' })
  operation!: StoredOperation;

  /** Segments that stood in a row, for each such row; without words. */
  @Column({ type: 'jsonb' })
  before!: Segment[][];

  /** What stands there since, place by place. */
  @Column({ type: 'jsonb' })
  after!: Segment[][];

  /** The words of both. A column of its own, because they are most of it and read only when it is taken back. */
  @Column({ type: 'jsonb' })
  words!: { before: SegmentWords[]; after: SegmentWords[] };

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
