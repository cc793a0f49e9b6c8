import { Column, Entity, Index, JoinColumn, ManyToOne, Unique, type Relation } from 'typeorm';
import { SpeakerProfile } from '../crm/speaker-profile.ts';
import { MeetingOwned } from './meeting-owned.ts';

/** A speaker of one meeting. Renaming them touches this row and nothing else. */
@Entity('meeting_speakers')
@Unique(['meetingId', 'key'])
@Index(['workspaceId', 'meetingId'])
@Index(['workspaceId', 'name'], { where: '"profile_id" IS NOT NULL' })
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

  /** The person the speaker is, where someone said so. */
  @Index()
  @Column({ name: 'profile_id', type: 'uuid', nullable: true })
  profileId!: string | null;

  @ManyToOne(() => SpeakerProfile, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'profile_id' })
  profile?: Relation<SpeakerProfile> | null;
}
