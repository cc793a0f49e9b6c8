import { Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { SearchLabel } from './search-label.ts';

/** What was said in a meeting, kept by triggers on `transcripts` in the same way. */
@Entity('search_words')
export class SearchWords {
  @PrimaryColumn({ name: 'meeting_id', type: 'uuid' })
  meetingId!: string;

  /** Not the meeting: its label goes when it is deleted, and so do its words. */
  @OneToOne(() => SearchLabel, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'meeting_id' })
  label?: Relation<SearchLabel>;

  @Column({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  /** The words as texts are compared, each behind the key of the workspace: found by their beginnings. */
  @Index('search_words_words', { synchronize: false })
  @Column({ type: 'tsvector' })
  words!: string;
}
