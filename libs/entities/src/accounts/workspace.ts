import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** The tenant. Every owned row carries its id. */
@Entity('workspaces')
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
}
