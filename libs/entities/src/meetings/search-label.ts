import { Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Meeting } from './meeting.ts';

/**
 * A meeting that is not deleted, and what it is called. Triggers on `meetings` keep it, whatever code writes there;
 * nothing in the application does, but for meetings that were there before the table.
 */
@Entity('search_labels')
export class SearchLabel {
  @PrimaryColumn({ name: 'meeting_id', type: 'uuid' })
  meetingId!: string;

  @OneToOne(() => Meeting, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'meeting_id' })
  meeting?: Relation<Meeting>;

  @Column({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  /** The meeting's, so that hits are put in order without it. */
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  /** Title and participants, a line each, as texts are compared: found by any part of them. */
  @Index('search_labels_grams', { synchronize: false })
  @Column({ type: 'text' })
  label!: string;
}
