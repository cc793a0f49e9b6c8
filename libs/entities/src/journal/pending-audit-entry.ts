import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { AuditDetails } from './audit-event.ts';

/**
 * An entry of the audit log that has no place in its workspace's chain yet: written with the change it tells of, moved
 * to `audit_events` by the sealer after the commit. Like there it refers to nothing.
 */
@Entity('pending_audit_entries')
export class PendingAuditEntry {
  @PrimaryColumn({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  /** In the order of writing. What commits later may have a lower one. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column({ name: 'user_id', type: 'integer', nullable: true })
  userId!: number | null;

  @Column({ type: 'varchar' })
  actor!: string;

  @Column({ type: 'varchar' })
  action!: string;

  @Column({ type: 'varchar', nullable: true })
  subject!: string | null;

  @Column({ type: 'jsonb', default: {} })
  details!: AuditDetails;

  @Column({ type: 'varchar', nullable: true })
  ip!: string | null;

  @Column({ name: 'request_id', type: 'varchar', nullable: true })
  requestId!: string | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  at!: Date;
}
