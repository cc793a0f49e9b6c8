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

  @Column({ type: 'varchar', nullable: true })
  phone!: string | null;

  /** False for who was deactivated, and for who had the account deleted. */
  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive!: boolean;

  /** Somebody proved that the address is theirs: a provider vouched for it, or they read a mail that went there. */
  @Column({ name: 'email_verified', type: 'boolean', default: false })
  emailVerified!: boolean;

  /** Operates this installation. Says nothing about workspaces: their content stays their own. */
  @Column({ name: 'is_admin', type: 'boolean', default: false })
  isAdmin!: boolean;

  /** Access tokens carry it; raising it ends all that were issued before. */
  @Column({ name: 'token_version', type: 'integer', default: 0 })
  tokenVersion!: number;

  /** How the account was first made: `local`, `microsoft` or `google`. */
  @Column({ name: 'auth_provider', type: 'varchar', default: 'local' })
  authProvider!: string;

  /** When the person had it deleted. The row stays, without what tells who it was: others' meetings refer to it. */
  @Column({ name: 'deleted_at', type: 'timestamptz', nullable: true })
  deletedAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
