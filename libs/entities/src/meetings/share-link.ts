import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  Unique,
  type Relation,
} from 'typeorm';
import { User } from '../accounts/user.ts';
import { MeetingOwned } from './meeting-owned.ts';

/** What of a meeting a link may show. */
export const sharedParts = ['note', 'transcript', 'audio'] as const;
export type SharedPart = (typeof sharedParts)[number];

/** A link that shows parts of one meeting to whoever has its address, for a while. */
@Entity('share_links')
@Index('share_links_meeting', ['workspaceId', 'meetingId'])
@Unique('share_links_token', ['tokenHash'])
export class ShareLink extends MeetingOwned {
  /** SHA-256 of the token, hex. The token has 256 random bits, so it needs no slow hash. */
  @Column({ name: 'token_hash', type: 'varchar' })
  tokenHash!: string;

  @Column({ type: 'text', array: true })
  parts!: SharedPart[];

  /** Argon2id; null for a link that asks for no password. */
  @Column({ name: 'password_hash', type: 'varchar', nullable: true })
  passwordHash!: string | null;

  @Index('share_links_expires_at')
  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  /** Who made it: it opens for as long as they may share the meeting. */
  @Index('share_links_created_by')
  @Column({ name: 'created_by', type: 'integer' })
  createdBy!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'created_by' })
  maker?: Relation<User>;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;

  /** How often what it shows was asked for. */
  @Column({ name: 'opened_count', type: 'integer', default: 0 })
  openedCount!: number;

  @Column({ name: 'last_opened_at', type: 'timestamptz', nullable: true })
  lastOpenedAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
