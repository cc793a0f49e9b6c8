import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  Unique,
} from 'typeorm';
import type { Relation } from 'typeorm';
import { Workspace } from '../accounts/workspace.ts';
import { stages } from '../meetings/stage-run.ts';

/** What a call can have been for, in the order in which they are shown. */
export const aiCallStages = [...stages, 'suggest'] as const;
export type AiCallStage = (typeof aiCallStages)[number];

/** One answer a provider was paid for. Outlives its meeting: a month's total does not shrink when a meeting goes. */
@Entity('ai_calls')
@Unique(['meetingId', 'answerHash'])
@Index(['workspaceId', 'askedAt'])
export class AiCall {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  @ManyToOne(() => Workspace, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'workspace_id' })
  workspace?: Relation<Workspace>;

  /** Null for a suggestion, which has no meeting yet. */
  @Column({ name: 'meeting_id', type: 'uuid', nullable: true })
  meetingId!: string | null;

  /** The stage it was for, or `suggest`. */
  @Column({ type: 'varchar' })
  stage!: AiCallStage;

  /** Tells one answer of a meeting from another, so that none is counted twice. */
  @Column({ name: 'answer_hash', type: 'varchar' })
  answerHash!: string;

  @Column({ type: 'varchar' })
  provider!: string;

  /** The model that really answered. */
  @Column({ type: 'varchar' })
  model!: string;

  /** Audio sent, or as the provider counted it, in ms; null where none was. */
  @Column({ name: 'audio_ms', type: 'integer', nullable: true })
  audioMs!: number | null;

  /** As the provider counted them; null where it did not say. */
  @Column({ name: 'input_tokens', type: 'integer', nullable: true })
  inputTokens!: number | null;

  @Column({ name: 'output_tokens', type: 'integer', nullable: true })
  outputTokens!: number | null;

  /** In millionths of a US dollar, at the prices of that day; null for a model without a price. */
  @Column({ name: 'cost_micro_usd', type: 'integer', nullable: true })
  costMicroUsd!: number | null;

  /** The date of the price table it was reckoned with. */
  @Column({ name: 'prices_as_of', type: 'date', nullable: true })
  pricesAsOf!: string | null;

  /** When the answer arrived: the month it counts in. */
  @CreateDateColumn({ name: 'asked_at', type: 'timestamptz' })
  askedAt!: Date;
}
