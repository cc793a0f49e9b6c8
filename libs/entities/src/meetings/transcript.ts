import { Column, CreateDateColumn, Entity, Unique } from 'typeorm';
import type { Segment } from '@memo/transcript';
import { MeetingOwned } from './meeting-owned.ts';

/** The finished transcript of one meeting; who the speaker keys are is in `meeting_speakers`. */
@Entity('transcripts')
@Unique(['meetingId'])
export class Transcript extends MeetingOwned {
  @Column({ type: 'jsonb' })
  segments!: Segment[];

  /** Who recognised it, and the model that really answered. */
  @Column({ type: 'varchar' })
  provider!: string;

  @Column({ type: 'varchar' })
  model!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
