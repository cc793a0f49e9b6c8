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
import { User } from './user.ts';

/** One refresh token, kept as a hash. Rotation marks it used; reuse revokes its whole family (RFC 9700). */
@Entity('refresh_tokens')
export class RefreshToken {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** All tokens that descend from one sign-in. */
  @Index()
  @Column({ name: 'family_id', type: 'uuid' })
  familyId!: string;

  @Index()
  @Column({ name: 'user_id', type: 'integer' })
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  user?: Relation<User>;

  /** SHA-256 of the token, hex. The token has 256 random bits, so it needs no slow hash. */
  @Column({ name: 'token_hash', type: 'varchar', unique: true })
  tokenHash!: string;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'used_at', type: 'timestamptz', nullable: true })
  usedAt!: Date | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;

  /** Where the token was given out to; null where that is not known, or not to be trusted any more. */
  @Column({ type: 'varchar', nullable: true })
  ip!: string | null;

  /** What the app or browser called itself, cut to 200 characters. */
  @Column({ type: 'varchar', nullable: true })
  client!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
