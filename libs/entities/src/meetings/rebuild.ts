import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that is built for meetings which were there before it, some at a time. */
@Entity('rebuilds')
export class Rebuild {
  @PrimaryColumn({ type: 'varchar' })
  name!: string;

  /** Meetings up to this id have been looked at in this round. */
  @Column({ type: 'uuid' })
  after!: string;

  @Column({ type: 'boolean' })
  done!: boolean;
}
