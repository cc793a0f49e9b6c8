import type { Coverage, Lineage, Segment, SegmentWords } from '@memo/transcript';
import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  Unique,
  type Relation,
} from 'typeorm';
import { MeetingOwned } from './meeting-owned.ts';
import { TranscriptGeneration } from './transcript-generation.ts';

/** The finished transcript of one meeting as it is now; who the speaker keys are is in `meeting_speakers`. */
@Entity('transcripts')
@Unique(['meetingId'])
export class Transcript extends MeetingOwned {
  /** In reading order. Their `words` are empty but in rows of the old form: those of the machine are in the generation. */
  @Column({ type: 'jsonb' })
  segments!: Segment[];

  /** What of the machine it rests on; null in rows of the old form, which release 0.2.0 writes. */
  @Index()
  @Column({ name: 'generation_id', type: 'uuid', nullable: true })
  generationId!: string | null;

  @ManyToOne(() => TranscriptGeneration, { nullable: true })
  @JoinColumn({ name: 'generation_id' })
  generation?: Relation<TranscriptGeneration> | null;

  /** The id of the next segment that is added; it never falls. Null in rows of the old form. */
  @Column({ name: 'next_segment_id', type: 'integer', nullable: true })
  nextSegmentId!: number | null;

  /** Words of segments that were edited; those of the others are the machine's. Null while nobody has edited. */
  @Column({ name: 'edited_words', type: 'jsonb', nullable: true })
  editedWords!: SegmentWords[] | null;

  /** Where words of segments went that were edited; null while nobody has edited. */
  @Column({ type: 'jsonb', nullable: true })
  lineage!: Lineage | null;

  /** The edit that made it what it is, which leads to those before it; refers to no row. Null while nobody has edited. */
  @Column({ name: 'last_edit_id', type: 'uuid', nullable: true })
  lastEditId!: string | null;

  /** Who recognized it, and the model that really answered. */
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
