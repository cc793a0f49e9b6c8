import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** The tenant. Every owned row carries its id. */
@Entity('workspaces')
@Index(['deletedAt'], { where: '"deleted_at" IS NOT NULL' })
export class Workspace {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'varchar' })
  name!: string;

  /** `personal` is made at sign-up and has one member; `organization` has many. */
  @Column({ type: 'varchar' })
  kind!: 'personal' | 'organization';

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  /** Nobody is a member of it any more; the row stays until its meetings are gone for good. */
  @Column({ name: 'deleted_at', type: 'timestamptz', nullable: true })
  deletedAt!: Date | null;
}
