import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * Objects that may be in the storage and that no meeting knows of: an upload under way, written down before its first
 * byte, or what a worker that was frozen may still write of a meeting that was purged. Goes in the transaction that
 * makes the meeting, or once the objects are gone.
 */
@Entity('unclaimed_objects')
export class UnclaimedObject {
  /** What every key of them begins with. */
  @PrimaryColumn({ type: 'varchar', primaryKeyConstraintName: 'PK_unclaimed_objects' })
  prefix!: string;

  /** Whose upload it was, as far as was known at its beginning: a form names its workspace later. */
  @Column({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  /** Of the meeting that they may become, or were of; null for what never becomes one. */
  @Column({ name: 'meeting_id', type: 'uuid', nullable: true })
  meetingId!: string | null;

  /** From then on they are removed. */
  @Index('unclaimed_objects_sweep_after')
  @Column({ name: 'sweep_after', type: 'timestamptz' })
  sweepAfter!: Date;

  /** Their removal has begun: no meeting may be made of them any more. */
  @Column({ type: 'boolean', default: false })
  doomed!: boolean;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
