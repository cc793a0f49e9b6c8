import {
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
} from 'typeorm';
import { Workspace } from '../accounts/workspace.ts';

/**
 * Something happened to a meeting, for clients that keep a copy. Ids and names of fields, no content; pruned after a
 * while. Its kinds and what each of them tells are in `libs/journal`.
 */
@Entity('domain_events')
export class DomainEvent {
  @PrimaryColumn({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  @ManyToOne(() => Workspace, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'workspace_id' })
  workspace?: Relation<Workspace>;

  /** Rises in the order in which events become visible: a client that has read up to one has missed none below it. */
  @PrimaryColumn({ type: 'integer' })
  position!: number;

  @Column({ type: 'varchar' })
  kind!: string;

  @Column({ name: 'meeting_id', type: 'uuid' })
  meetingId!: string;

  @Column({ type: 'jsonb', default: {} })
  details!: Record<string, unknown>;

  @Index()
  @Column({ type: 'timestamptz', precision: 3 })
  at!: Date;
}
