import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  UpdateDateColumn,
  type Relation,
} from 'typeorm';
import { SpeakerProfile } from '../crm/speaker-profile.ts';
import { MeetingOwned } from './meeting-owned.ts';
import type { ActionItem } from './note.ts';

export const actionItemStatuses = ['open', 'done', 'dropped'] as const;
export type ActionItemStatus = (typeof actionItemStatuses)[number];

/** Something that somebody is to do, found by the machine or written by a person. */
@Entity('meeting_action_items')
@Index(['meetingId'])
@Index(['workspaceId', 'createdAt', 'id'])
export class ActionItemRow extends MeetingOwned {
  /** In which order the note has them; those of persons come last. */
  @Column({ type: 'integer' })
  place!: number;

  @Column({ type: 'text' })
  task!: string;

  /** Who is to do it, in words: as it was said, or the name of the member or profile it was given to. */
  @Column({ name: 'assigned_to', type: 'text', nullable: true })
  assignedTo!: string | null;

  /** A member, where it was given to one. Refers to no row: who has left stays named. */
  @Column({ name: 'member_id', type: 'integer', nullable: true })
  memberId!: number | null;

  @Index()
  @Column({ name: 'profile_id', type: 'uuid', nullable: true })
  profileId!: string | null;

  @ManyToOne(() => SpeakerProfile, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'profile_id' })
  profile?: Relation<SpeakerProfile> | null;

  /** As it was said; or the day that a person gave, as YYYY-MM-DD. */
  @Column({ name: 'due_date', type: 'text', nullable: true })
  dueDate!: string | null;

  /** The day, where one is known. */
  @Column({ name: 'due_on', type: 'date', nullable: true })
  dueOn!: string | null;

  @Column({ type: 'varchar', default: 'open' })
  status!: ActionItemStatus;

  /** What it rests on, in the form of the note: segments, quote, support. Of a person's own: no segments. */
  @Column({ type: 'jsonb' })
  evidence!: Pick<ActionItem, 'segment_ids' | 'quote' | 'support'>;

  /** The task in the machine's words, by which it is known again; null for a person's own. */
  @Column({ name: 'found_task', type: 'text', nullable: true })
  foundTask!: string | null;

  /** The last generation in whose note it was found. */
  @Column({ type: 'integer', nullable: true })
  generation!: number | null;

  /** The person who changed it last: what they touched no machine changes or takes away. */
  @Column({ name: 'touched_by', type: 'integer', nullable: true })
  touchedBy!: number | null;

  @Column({ name: 'created_by', type: 'integer', nullable: true })
  createdBy!: number | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
