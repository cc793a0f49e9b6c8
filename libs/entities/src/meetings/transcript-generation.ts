import type { Coverage, Segment, SegmentWords, Speaker } from '@memo/transcript';
import { Column, CreateDateColumn, Entity, Index } from 'typeorm';
import { MeetingOwned } from './meeting-owned.ts';

/** What the machine made of a meeting once, kept as it was: a later run, and people who edit, change other rows. */
@Entity('transcript_generations')
@Index(['meetingId'])
export class TranscriptGeneration extends MeetingOwned {
  /** The meeting's generation that made it; null where release 0.2.0 did, which did not say. */
  @Column({ type: 'integer', nullable: true })
  generation!: number | null;

  /** Without words, which are beside them. Ids are positions. */
  @Column({ type: 'jsonb' })
  segments!: Segment[];

  /** By segment id. A column of its own, because it is most of a transcript and seldom read. */
  @Column({ type: 'jsonb' })
  words!: SegmentWords[];

  /** Who recognized it, and the model that really answered. */
  @Column({ type: 'varchar' })
  provider!: string;

  @Column({ type: 'varchar' })
  model!: string;

  /** As in `Transcript`. */
  @Column({ type: 'jsonb', nullable: true })
  coverage!: Coverage | null;

  /** Who spoke, before anybody gave names; null where an earlier release made it. */
  @Column({ type: 'jsonb', nullable: true })
  speakers!: Speaker[] | null;

  /** As the meeting has it; null where an earlier release made it. */
  @Column({ name: 'needs_review', type: 'boolean', nullable: true })
  needsReview!: boolean | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
