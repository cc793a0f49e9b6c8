import {
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
} from 'typeorm';
import { User } from './user.ts';

/** Somebody wants their account gone. Goes when they come back in time; else stays, as what was done. */
@Entity('account_deletions')
export class AccountDeletion {
  @PrimaryColumn({
    name: 'user_id',
    type: 'integer',
    primaryKeyConstraintName: 'PK_account_deletions',
  })
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'FK_account_deletions_user' })
  user?: Relation<User>;

  /** Their personal workspace: what is told of the deletion is told there. */
  @Column({ name: 'home_id', type: 'uuid' })
  homeId!: string;

  /** As it was said to them: a setting that changes meanwhile changes nothing of it. */
  @Index('account_deletions_due', { where: '"purged_at" IS NULL' })
  @Column({ name: 'purge_after', type: 'timestamptz' })
  purgeAfter!: Date;

  /** The purge has begun: nobody comes back from here on. */
  @Column({ name: 'begun_at', type: 'timestamptz', nullable: true })
  begunAt!: Date | null;

  /** Those that go: the personal one, and those in which nobody else was. */
  @Column({ type: 'uuid', array: true, default: [] })
  workspaces!: string[];

  /** How many rows of which table went so far. */
  @Column({ type: 'jsonb', default: {} })
  counted!: Record<string, number>;

  @Column({ name: 'purged_at', type: 'timestamptz', nullable: true })
  purgedAt!: Date | null;
}
