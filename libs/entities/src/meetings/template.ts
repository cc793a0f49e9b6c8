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

/** What to listen for in one kind of meeting. Without a workspace it is a default that everyone sees. */
@Entity('templates')
export class Template {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Index()
  @Column({ name: 'workspace_id', type: 'uuid', nullable: true })
  workspaceId!: string | null;

  @ManyToOne(() => Workspace, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({ name: 'workspace_id' })
  workspace?: Relation<Workspace> | null;

  @Column({ type: 'varchar' })
  title!: string;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  @Column({ name: 'transcription_prompt', type: 'text', nullable: true })
  transcriptionPrompt!: string | null;

  @Column({ name: 'summary_prompt', type: 'text', nullable: true })
  summaryPrompt!: string | null;

  @Column({ name: 'key_points_prompt', type: 'jsonb', default: [] })
  keyPointsPrompt!: string[];

  @Column({ name: 'speaker_diarization', type: 'text', nullable: true })
  speakerDiarization!: string | null;

  @Index()
  @Column({ name: 'created_by', type: 'integer', nullable: true })
  createdBy!: number | null;

  @ManyToOne(() => User, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({ name: 'created_by' })
  author?: Relation<User> | null;

  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive!: boolean;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
