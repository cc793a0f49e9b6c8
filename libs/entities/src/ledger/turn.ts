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

/** When a person last had a turn on a queue: the one who waits longest since then is next. */
@Entity('turns')
@Index(['queue', 'workspaceId', 'servedAt'])
export class Turn {
  @PrimaryColumn({ type: 'varchar' })
  queue!: string;

  @PrimaryColumn({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  @ManyToOne(() => Workspace, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'workspace_id' })
  workspace?: Relation<Workspace>;

  /** As on the runs; 0 for no particular person. */
  @PrimaryColumn({ name: 'user_id', type: 'integer' })
  userId!: number;

  @Column({ name: 'served_at', type: 'timestamptz' })
  servedAt!: Date;
}
