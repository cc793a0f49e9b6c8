import { Column, Entity, Unique } from 'typeorm';
import { MeetingOwned } from './meeting-owned.ts';

/** A voice in one meeting. Renaming it touches this row and nothing else. */
@Entity('meeting_speakers')
@Unique(['meetingId', 'key'])
export class MeetingSpeaker extends MeetingOwned {
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
