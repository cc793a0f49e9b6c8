import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How much audio of deleted meetings a workspace had uploaded in a month: a deletion gives none of it back. */
@Entity('deleted_audio')
export class DeletedAudio {
  @PrimaryColumn({ name: 'workspace_id', type: 'uuid' })
  workspaceId!: string;

  /** Its first moment, in UTC. */
  @PrimaryColumn({ type: 'timestamptz' })
  month!: Date;

  @Column({ name: 'audio_ms', type: 'bigint' })
  audioMs!: string;
}
