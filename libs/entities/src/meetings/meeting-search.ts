import { Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Meeting } from './meeting.ts';

/**
 * What a meeting was found by up to release 0.2.0, whose code reads it; meetings that are not built for the search yet are
 * still found by it. Triggers on `meetings` and `transcripts` keep it; nothing in the application does.
 */
@Entity('meeting_search')
export class MeetingSearch {
  @PrimaryColumn({ name: 'meeting_id', type: 'uuid' })
  meetingId!: string;

  @OneToOne(() => Meeting, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'meeting_id' })
  meeting?: Relation<Meeting>;

  @Column({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  /** Title and participants, a line each, in lower case: found by any part of them. */
  @Index('meeting_search_label', { synchronize: false })
  @Column({ type: 'text' })
  label!: string;

  /** The words of the transcript, as they were said: found by their beginnings. */
  @Index('meeting_search_words', { synchronize: false })
  @Column({ type: 'tsvector', nullable: true })
  words!: string | null;
}
