import { Column, CreateDateColumn, Entity, Unique } from 'typeorm';
import { MeetingOwned } from './meeting-owned.ts';

/** An audio file as it was uploaded. */
@Entity('recordings')
@Unique(['meetingId', 'side'])
export class Recording extends MeetingOwned {
  /** 0 for `audio_file`, 1 for `second_audio_file`. */
  @Column({ type: 'smallint' })
  side!: number;

  @Column({ name: 'object_key', type: 'varchar' })
  objectKey!: string;

  /** The client's name for it, for display only. */
  @Column({ type: 'varchar' })
  filename!: string;

  /** What the content is, not what the client said. */
  @Column({ name: 'content_type', type: 'varchar' })
  contentType!: string;

  /** A JavaScript number: uploads are far below 2^53 bytes. */
  @Column({
    name: 'size_bytes',
    type: 'bigint',
    transformer: { to: (value: number) => value, from: (value: string) => Number(value) },
  })
  sizeBytes!: number;

  @Column({ type: 'varchar' })
  sha256!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
