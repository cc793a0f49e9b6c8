import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  UpdateDateColumn,
  type Relation,
} from 'typeorm';
import { User } from '../accounts/user.ts';
import { Workspace } from '../accounts/workspace.ts';
import type { RunError } from '../ledger/ledger-run.ts';
import type { ActionItem, KeyPoint } from './note.ts';
import { Template } from './template.ts';

export const meetingStatuses = ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED'] as const;
export type MeetingStatus = (typeof meetingStatuses)[number];

export const dashboardStatuses = ['PENDING', 'NOT_CONFIGURED', 'DELIVERED', 'FAILED'] as const;
export type DashboardStatus = (typeof dashboardStatuses)[number];

/** Who of a workspace sees a meeting: who made it, or all members. */
export const visibilities = ['private', 'workspace'] as const;
export type Visibility = (typeof visibilities)[number];

/** Why a meeting FAILED: its run's error and in which stage it happened. */
export interface MeetingError extends RunError {
  stage: string;
}

/** What a generation is made for beside the one that is shown. */
export interface Reprocess {
  /** The first stage that runs anew. `gaps`: what the transcript lacks is asked about again, and nothing else. */
  from: 'gaps' | 'transcribe' | 'assemble' | 'summarize';
  /** The engine that is asked about speech; the usual one where there is none. */
  provider?: string;
  model?: string;
  /** These take the place of what the meeting has, once the generation is shown. */
  languages?: string[];
  speakersExpected?: number | null;
  templateId?: string | null;
}

/** What a list reads of the meetings that all members see. */
const shared = `"deleted_at" IS NULL AND "visibility" = 'workspace'`;

// Of the first four indexes the last three are read by the release before alone: the next one may drop them.
@Entity('meetings')
@Index(['workspaceId', 'createdAt', 'id'], { where: '"deleted_at" IS NULL' })
@Index(['workspaceId', 'status', 'createdAt', 'id'], { where: '"deleted_at" IS NULL' })
@Index(['workspaceId', 'analyticsStatus', 'createdAt', 'id'], { where: '"deleted_at" IS NULL' })
@Index(['workspaceId', 'needsReview', 'createdAt', 'id'], { where: '"deleted_at" IS NULL' })
@Index('meetings_shared', ['workspaceId', 'createdAt', 'id'], { where: shared })
@Index('meetings_shared_status', ['workspaceId', 'status', 'createdAt', 'id'], { where: shared })
@Index('meetings_shared_analytics_status', ['workspaceId', 'analyticsStatus', 'createdAt', 'id'], {
  where: shared,
})
@Index('meetings_shared_needs_review', ['workspaceId', 'needsReview', 'createdAt', 'id'], {
  where: shared,
})
@Index('meetings_private', ['workspaceId', 'userId', 'createdAt', 'id'], {
  where: `"deleted_at" IS NULL AND "visibility" = 'private'`,
})
export class Meeting {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  @ManyToOne(() => Workspace, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'workspace_id' })
  workspace?: Relation<Workspace>;

  @Index()
  @Column({ name: 'user_id', type: 'integer' })
  userId!: number;

  @ManyToOne(() => User)
  @JoinColumn({ name: 'user_id' })
  user?: Relation<User>;

  @Column({ type: 'varchar', default: 'workspace' })
  visibility!: Visibility;

  @Column({ type: 'varchar' })
  title!: string;

  /** False while the title is a stand-in, until the note or a person gives one. */
  @Column({ name: 'title_given', type: 'boolean', default: true })
  titleGiven!: boolean;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  /**
   * Whether a description that is there is a person's. False for one that a note gave, and another note may replace; where
   * there is none it says nothing.
   */
  @Column({ name: 'description_given', type: 'boolean', default: true })
  descriptionGiven!: boolean;

  @Column({ type: 'jsonb', default: [] })
  participants!: string[];

  @Column({ name: 'template_id', type: 'uuid', nullable: true })
  templateId!: string | null;

  @ManyToOne(() => Template, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'template_id' })
  template?: Relation<Template> | null;

  @Column({ name: 'custom_template_points', type: 'text', nullable: true })
  customTemplatePoints!: string | null;

  /** How many people speak, if the uploader knew. */
  @Column({ name: 'speakers_expected', type: 'smallint', nullable: true })
  speakersExpected!: number | null;

  /** BCP-47 codes of the languages spoken, if the uploader knew; none lets the recognizer detect them. */
  @Column({ type: 'jsonb', default: [] })
  languages!: string[];

  @Column({ type: 'varchar', default: 'PENDING' })
  status!: MeetingStatus;

  @Column({ type: 'jsonb', nullable: true })
  error!: MeetingError | null;

  /** The generation that is shown; stage runs of an older one are history. */
  @Column({ type: 'integer', default: 1 })
  generation!: number;

  /** How often an earlier generation was brought back. */
  @Column({ type: 'integer', default: 0 })
  restored!: number;

  /** The generation that is being made beside the one that is shown; null while none is. */
  @Column({ name: 'next_generation', type: 'integer', nullable: true })
  nextGeneration!: number | null;

  /** What the generation that is being made is for; null while none is. */
  @Column({ type: 'jsonb', nullable: true })
  reprocess!: Reprocess | null;

  /** Why the last generation that was begun beside the one that is shown was given up; the meeting is as it was. */
  @Column({ name: 'reprocess_error', type: 'jsonb', nullable: true })
  reprocessError!: MeetingError | null;

  /** Too much of what was said is missing from the transcript to rely on it unseen. */
  @Column({ name: 'needs_review', type: 'boolean', default: false })
  needsReview!: boolean;

  @Column({ type: 'text', nullable: true })
  summary!: string | null;

  /** The summary's statements, each with what it rests on. */
  @Column({ name: 'summary_points', type: 'jsonb', nullable: true })
  summaryPoints!: KeyPoint[] | null;

  /** Statements of the note that were left out because the transcript does not support them. */
  @Column({ name: 'unsupported_points', type: 'integer', nullable: true })
  unsupportedPoints!: number | null;

  @Column({ name: 'key_points', type: 'jsonb', nullable: true })
  keyPoints!: KeyPoint[] | null;

  @Column({ name: 'action_items', type: 'jsonb', nullable: true })
  actionItems!: ActionItem[] | null;

  /**
   * How often a person changed what the note shows, or had it made anew. Whoever changes the columns of the note and leaves this
   * alone is the machine, whose note a trigger takes in.
   */
  @Column({ name: 'note_edits', type: 'integer', default: 0 })
  noteEdits!: number;

  @Column({ name: 'analytics_status', type: 'varchar', default: 'PENDING' })
  analyticsStatus!: MeetingStatus;

  @Column({ name: 'analytics_data', type: 'jsonb', nullable: true })
  analyticsData!: Record<string, unknown> | null;

  @Column({ name: 'dashboard_status', type: 'varchar', default: 'PENDING' })
  dashboardStatus!: DashboardStatus;

  /** Length of the decoded audio, known once it is prepared. */
  @Column({ name: 'duration_ms', type: 'integer', nullable: true })
  durationMs!: number | null;

  /** Object key of what a person plays: the recording itself, or the mix of two. Null until all recordings are there. */
  @Column({ name: 'playback_key', type: 'varchar', nullable: true })
  playbackKey!: string | null;

  /** Tells what was uploaded, with all its fields, from everything else; null for what came in another way. */
  @Column({ name: 'upload_hash', type: 'varchar', nullable: true })
  uploadHash!: string | null;

  /** The first meeting of the workspace with the same recordings. Refers to no row: that one may be deleted since. */
  @Column({ name: 'duplicate_of', type: 'uuid', nullable: true })
  duplicateOf!: string | null;

  /** Of the request that made it, as W3C has it: what is done for it later belongs to that trace. */
  @Column({ name: 'trace_parent', type: 'text', nullable: true })
  traceParent!: string | null;

  /** Deleted for everyone from this moment; the row goes once its objects are gone. */
  @Index({ where: '"deleted_at" IS NOT NULL' })
  @Column({ name: 'deleted_at', type: 'timestamptz', nullable: true })
  deletedAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;

  @Column({ name: 'completed_at', type: 'timestamptz', nullable: true })
  completedAt!: Date | null;
}
