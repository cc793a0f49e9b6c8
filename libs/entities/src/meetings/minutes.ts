import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  Unique,
  UpdateDateColumn,
  type Relation,
} from 'typeorm';
import { MeetingOwned } from './meeting-owned.ts';
import type { MeetingError, MeetingStatus } from './meeting.ts';
import type { ActionItem, KeyPoint } from './note.ts';

/**
 * What is told of a meeting, for somebody and in a language. The first one is the note: what it shows stands on the
 * meeting's row as well, and a trigger keeps the two together.
 */
@Entity('minutes')
@Unique(['meetingId', 'number'])
export class Minutes extends MeetingOwned {
  /** Within the meeting, from 1. */
  @Column({ type: 'integer' })
  number!: number;

  /** Refers to no row: a template stays for the meetings that were made with it. Null: the meeting's own. */
  @Column({ name: 'template_id', type: 'uuid', nullable: true })
  templateId!: string | null;

  /** BCP-47; null for the language of the transcript. */
  @Column({ type: 'varchar', nullable: true })
  language!: string | null;

  /** For whom they are, in somebody's words. */
  @Column({ type: 'text', nullable: true })
  audience!: string | null;

  @Column({ type: 'varchar', default: 'PENDING' })
  status!: MeetingStatus;

  @Column({ type: 'jsonb', nullable: true })
  error!: MeetingError | null;

  /** Null until there is one. */
  @Column({ name: 'shown_version', type: 'integer', nullable: true })
  shownVersion!: number | null;

  @Column({ name: 'newest_version', type: 'integer', default: 0 })
  newestVersion!: number;

  /** Whether what is being made may take the place of what a person wrote. */
  @Column({ name: 'replace_edits', type: 'boolean', default: false })
  replaceEdits!: boolean;

  @Column({ name: 'created_by', type: 'integer', nullable: true })
  createdBy!: number | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}

/** What minutes said at a time. A version is never changed. */
@Entity('minutes_versions')
@Unique(['minutesId', 'number'])
@Index(['meetingId'])
export class MinutesVersion extends MeetingOwned {
  @Column({ name: 'minutes_id', type: 'uuid' })
  minutesId!: string;

  @ManyToOne(() => Minutes, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'minutes_id' })
  minutes?: Relation<Minutes>;

  /** Within the minutes, from 1. */
  @Column({ type: 'integer' })
  number!: number;

  @Column({ type: 'text', nullable: true })
  summary!: string | null;

  @Column({ name: 'summary_points', type: 'jsonb', nullable: true })
  summaryPoints!: KeyPoint[] | null;

  @Column({ name: 'key_points', type: 'jsonb', nullable: true })
  keyPoints!: KeyPoint[] | null;

  /** As they were found; what became of them is in `meeting_action_items`. Null where a person wrote it. */
  @Column({ name: 'action_items', type: 'jsonb', nullable: true })
  actionItems!: ActionItem[] | null;

  @Column({ name: 'unsupported_points', type: 'integer', nullable: true })
  unsupportedPoints!: number | null;

  /** Who wrote it; null for the machine. */
  @Column({ name: 'author_id', type: 'integer', nullable: true })
  authorId!: number | null;

  /** The generation of the transcript that was shown then. */
  @Column({ type: 'integer' })
  generation!: number;

  /** The version whose words these are; null for new words. */
  @Column({ name: 'restored_from', type: 'integer', nullable: true })
  restoredFrom!: number | null;

  /** Who brought them back. */
  @Column({ name: 'restored_by', type: 'integer', nullable: true })
  restoredBy!: number | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
