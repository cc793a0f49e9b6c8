import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  Unique,
  type Relation,
} from 'typeorm';
import { User } from './user.ts';

/** One way a user can prove who they are. `subject` is the provider's own id for them; the e-mail for `local`. */
@Entity('identities')
@Unique(['provider', 'subject'])
export class Identity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Index()
  @Column({ name: 'user_id', type: 'integer' })
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  user?: Relation<User>;

  @Column({ type: 'varchar' })
  provider!: 'local' | 'microsoft' | 'google';

  @Column({ type: 'varchar' })
  subject!: string;

  /** Argon2id in PHC form; only for `local`. */
  @Column({ name: 'password_hash', type: 'varchar', nullable: true })
  passwordHash!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
