import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
} from 'typeorm';
import type { WorkspaceRole } from '../scope.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

/** Whoever has its token may join the workspace, once. One that was revoked is gone. */
@Entity('workspace_invitations')
export class WorkspaceInvitation {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Index()
  @Column({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  @ManyToOne(() => Workspace, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'workspace_id' })
  workspace?: Relation<Workspace>;

  /** The only address it is for, in lower case; null: whoever has the token. */
  @Column({ type: 'varchar', nullable: true })
  email!: string | null;

  @Column({ type: 'varchar' })
  role!: Exclude<WorkspaceRole, 'OWNER'>;

  /** SHA-256 of the token, hex. The token has 256 random bits, so it needs no slow hash. */
  @Column({ name: 'token_hash', type: 'varchar', unique: true })
  tokenHash!: string;

  /** It ends with the right of this user to invite. */
  @Index()
  @Column({ name: 'invited_by', type: 'integer' })
  invitedBy!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'invited_by' })
  inviter?: Relation<User>;

  @Index()
  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'accepted_at', type: 'timestamptz', nullable: true })
  acceptedAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
