import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * An `Idempotency-Key` of one person in one workspace: reserved while a request under it is on its way, kept with what
 * that request made.
 */
@Entity('idempotency_keys')
export class IdempotencyKey {
  @PrimaryColumn({
    name: 'workspace_id',
    type: 'uuid',
    primaryKeyConstraintName: 'PK_idempotency_keys',
  })
  workspaceId!: string;

  @PrimaryColumn({
    name: 'user_id',
    type: 'integer',
    primaryKeyConstraintName: 'PK_idempotency_keys',
  })
  userId!: number;

  @PrimaryColumn({ type: 'varchar', primaryKeyConstraintName: 'PK_idempotency_keys' })
  key!: string;

  /** The request that has it or had it: one that lost it to another keeps nothing under it. */
  @Index('idempotency_keys_holder')
  @Column({ type: 'uuid' })
  holder!: string;

  /** Until then the row counts: a reservation as long as it is renewed, what was made for a day. */
  @Index('idempotency_keys_counts_until')
  @Column({ name: 'counts_until', type: 'timestamptz' })
  countsUntil!: Date;

  /** Of the request that made something: its route, what its path names, its fields and its files. Null until then. */
  @Column({ type: 'varchar', nullable: true })
  fingerprint!: string | null;

  /** Names what was made; null until then. */
  @Column({ type: 'varchar', nullable: true })
  subject!: string | null;
}
