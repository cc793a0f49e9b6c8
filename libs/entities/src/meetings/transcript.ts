import { Column, CreateDateColumn, Entity, Unique } from 'typeorm';
import type { Coverage, Segment } from '@memo/transcript';
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

  /** What of the recordings it covers; older transcripts do not say. */
  @Column({ type: 'jsonb', nullable: true })
  coverage!: Coverage | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
