import {
  Column,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  Unique,
  type Relation,
} from 'typeorm';
import { Meeting } from './meeting.ts';

/** A voice in one meeting. Renaming it touches this row and nothing else. */
@Entity('meeting_speakers')
@Unique(['meetingId', 'key'])
export class MeetingSpeaker {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  @Column({ name: 'meeting_id', type: 'uuid' })
  meetingId!: string;

  @ManyToOne(() => Meeting, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'meeting_id' })
  meeting?: Relation<Meeting>;

  /** What segments refer to. */
  @Column({ type: 'varchar' })
  key!: string;

  /** What we call them until someone gives a name: `Speaker1`. */
  @Column({ type: 'varchar' })
  label!: string;

  @Column({ type: 'varchar', nullable: true })
  name!: string | null;

  /** Which recording they spoke on, where there are two. */
  @Column({ type: 'smallint', nullable: true })
  side!: number | null;
}
