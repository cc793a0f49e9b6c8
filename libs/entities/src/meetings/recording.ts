import { Check, Column, CreateDateColumn, Entity, Index, Unique } from 'typeorm';
import { MeetingOwned } from './meeting-owned.ts';

type RecordingState = 'expected' | 'stored';

/** What a client said of the bytes it would bring. */
export interface AnnouncedBytes {
  sizeBytes: number;
  /** Lower-case hex. */
  sha256: string;
  contentType: string;
}

/**
 * An audio file of a meeting, as it came. It may be expected before its bytes are there: what only the bytes tell is
 * null until then, and never after.
 */
@Entity('recordings')
@Unique(['meetingId', 'side'])
@Check(
  'recordings_stored',
  `"state" = 'expected' OR ("object_key" IS NOT NULL AND "content_type" IS NOT NULL AND "size_bytes" IS NOT NULL AND "sha256" IS NOT NULL)`,
)
@Check('recordings_expected', `"state" = 'stored' OR "expected_until" IS NOT NULL`)
@Index('recordings_sha256', ['workspaceId', 'sha256'])
@Index('recordings_expected_until', ['expectedUntil'], { where: `"state" = 'expected'` })
export class Recording extends MeetingOwned {
  /** 0 for `audio_file`, 1 for `second_audio_file`. */
  @Column({ type: 'smallint' })
  side!: number;

  @Column({ type: 'varchar', default: 'stored' })
  state!: RecordingState;

  /** When an expected one is no longer waited for; null for one that never was. */
  @Column({ name: 'expected_until', type: 'timestamptz', nullable: true })
  expectedUntil!: Date | null;

  /** Of one that a client writes into the storage by itself; kept when it is stored. Null for every other. */
  @Column({ type: 'jsonb', nullable: true })
  announced!: AnnouncedBytes | null;

  @Column({ name: 'object_key', type: 'varchar', nullable: true })
  objectKey!: string | null;

  /** The client's name for it, for display only. */
  @Column({ type: 'varchar', nullable: true })
  filename!: string | null;

  /** What the content is, not what the client said. */
  @Column({ name: 'content_type', type: 'varchar', nullable: true })
  contentType!: string | null;

  /** A JavaScript number: uploads are far below 2^53 bytes. */
  @Column({
    name: 'size_bytes',
    type: 'bigint',
    nullable: true,
    transformer: {
      to: (value: number | null) => value,
      from: (value: string | null) => (value === null ? null : Number(value)),
    },
  })
  sizeBytes!: number | null;

  @Column({ type: 'varchar', nullable: true })
  sha256!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
