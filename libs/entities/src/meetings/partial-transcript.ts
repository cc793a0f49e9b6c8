import type { Segment, Speaker } from '@memo/transcript';
import { Column, Entity, Unique } from 'typeorm';
import { MeetingOwned } from './meeting-owned.ts';

/** What is transcribed so far of a meeting at work, from its beginning. Goes when the transcript is there. */
@Entity('partial_transcripts')
@Unique(['meetingId'])
export class PartialTranscript extends MeetingOwned {
  @Column({ type: 'integer' })
  generation!: number;

  @Column({ type: 'jsonb' })
  segments!: Segment[];

  @Column({ type: 'jsonb' })
  speakers!: Speaker[];

  /** Chunks in it, of so many. */
  @Column({ name: 'chunks_done', type: 'integer' })
  chunksDone!: number;

  @Column({ name: 'chunks_total', type: 'integer' })
  chunksTotal!: number;

  /** Everything up to this time (ms) is in it, on every side. */
  @Column({ name: 'covered_ms', type: 'integer' })
  coveredMs!: number;
}
