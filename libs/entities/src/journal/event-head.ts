import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Workspace } from '../accounts/workspace.ts';

/** How far a workspace's domain events go. No row: it never had any. */
@Entity('event_heads')
export class EventHead {
  @PrimaryColumn({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  @OneToOne(() => Workspace, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'workspace_id' })
  workspace?: Relation<Workspace>;

  /** The last position given. */
  @Column({ type: 'integer' })
  position!: number;

  /** Up to this position events are no longer there. */
  @Column({ type: 'integer', default: 0 })
  pruned!: number;
}
