import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * Where a workspace's chain ends, signed with the key of the audit log: rows cut off the end contradict it. The row of
 * the workspace that is none (all zeros) has the sum of all numbers, which a chain removed whole contradicts.
 */
@Entity('audit_heads')
export class AuditHead {
  @PrimaryColumn({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  @Column({ type: 'integer' })
  number!: number;

  /** Of the last row; empty in the sum. */
  @Column({ type: 'varchar' })
  hash!: string;

  /** The key's id and an HMAC of the above. */
  @Column({ type: 'varchar' })
  signature!: string;
}
