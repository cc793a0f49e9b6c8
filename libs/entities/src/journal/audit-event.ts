import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Flat: what a hash over it must not depend on is the order of its keys alone. */
export type AuditDetails = Record<string, string | number | boolean | null>;

/**
 * Somebody changed something. Append-only: each row's hash covers the row and the hash of the one before it in its
 * workspace, so that a row changed or removed later shows. Nothing refers to it and it refers to nothing: a record of
 * what is gone stays.
 */
@Entity('audit_events')
export class AuditEvent {
  @PrimaryColumn({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  /** Counts from 1 in each workspace, without gaps. */
  @PrimaryColumn({ type: 'integer' })
  number!: number;

  /** The user who acted, also by a key of theirs; null for what is no user. */
  @Column({ name: 'user_id', type: 'integer', nullable: true })
  userId!: number | null;

  /** Who acted and by what, like `user:42`. Null in rows of hash version 1, which say it by `userId` alone. */
  @Column({ type: 'varchar', nullable: true })
  actor!: string | null;

  /** What was done, e.g. `meeting.deleted`. */
  @Column({ type: 'varchar' })
  action!: string;

  /** The id of what it was done to. */
  @Column({ type: 'varchar', nullable: true })
  subject!: string | null;

  /** Which fields changed, how many rows; never their content. */
  @Column({ type: 'jsonb', default: {} })
  details!: AuditDetails;

  /** The client's address, and the id of its request. */
  @Column({ type: 'varchar', nullable: true })
  ip!: string | null;

  @Column({ name: 'request_id', type: 'varchar', nullable: true })
  requestId!: string | null;

  /** To the millisecond, as it is hashed. */
  @Column({ type: 'timestamptz', precision: 3 })
  at!: Date;

  /** Which fields the hash covers, and how. */
  @Column({ name: 'hash_version', type: 'smallint', default: 1 })
  hashVersion!: number;

  /** SHA-256, hex. */
  @Column({ type: 'varchar' })
  hash!: string;
}
