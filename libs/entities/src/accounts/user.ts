import {
  Column,
  CreateDateColumn,
  Entity,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';

@Entity('users')
export class User {
  /** An integer because the mobile contract shows `"user_id": 42`; every other id is a UUIDv7. */
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar' })
  name!: string;

  /** Stored in lower case. */
  @Column({ type: 'varchar', unique: true })
  email!: string;

  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive!: boolean;

  /** How the account was first made: `local`, `microsoft` or `google`. */
  @Column({ name: 'auth_provider', type: 'varchar', default: 'local' })
  authProvider!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
