import { Column, CreateDateColumn, Entity, Unique } from 'typeorm';
import { MeetingOwned } from './meeting-owned.ts';
import type { MeetingError, Reprocess } from './meeting.ts';

/** What is told of a generation's transcript; null and nobody where there is none. */
export interface GenerationOutline {
  /** Who made it. */
  provider: string | null;
  model: string | null;
  /** How much of the speech it covers, from 0 to 1. */
  share: number | null;
  /** Who speaks in it: names, or labels. */
  speakers: string[];
  /** The row of `transcript_generations` that has its words. */
  words: string | null;
}

/**
 * A generation of a meeting: what it was made for, and what of it is kept. The first one has a row only once another
 * has taken its place.
 */
@Entity('meeting_generations')
@Unique(['meetingId', 'generation'])
export class MeetingGeneration extends MeetingOwned {
  @Column({ type: 'integer' })
  generation!: number;

  /** Null for the first one, which the upload began. */
  @Column({ type: 'jsonb', nullable: true })
  reprocess!: Reprocess | null;

  /** Why it was given up; null while it is made, and once it is shown. */
  @Column({ type: 'jsonb', nullable: true })
  error!: MeetingError | null;

  /**
   * Transcript, speakers, note and metrics as they were when another generation took its place, in the names of their
   * columns; null until then. The transcript's words stay in `transcript_generations`.
   */
  @Column({ type: 'jsonb', nullable: true })
  kept!: Record<string, unknown> | null;

  /** When another took its place the last time; null until then. */
  @Column({ name: 'kept_at', type: 'timestamptz', nullable: true })
  keptAt!: Date | null;

  /** What a list says of what is kept, so that it need not read the whole; null like it. */
  @Column({ type: 'jsonb', nullable: true })
  outline!: GenerationOutline | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
