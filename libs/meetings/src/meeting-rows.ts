import {
  boolean,
  integer,
  jsonb,
  nullable,
  smallint,
  sql,
  text,
  timestamp,
  uuid,
  words,
  type ActionItem,
  type DashboardStatus,
  type KeyPoint,
  type MeetingError,
  type MeetingSpeaker,
  type MeetingStatus,
  type RowOf,
  type Sql,
} from '@memo/entities';
import type { PartialTranscript, Transcript } from '@memo/entities/transcripts';

const stored = {
  id: uuid,
  title: text,
  title_given: boolean,
  description: nullable(text),
  description_given: boolean,
  participants: jsonb<string[]>(),
  summary: nullable(text),
  key_points: nullable(jsonb<KeyPoint[]>()),
  action_items: nullable(jsonb<ActionItem[]>()),
  // Null while the meeting waits for its recordings.
  playback_key: nullable(text),
  template_id: nullable(uuid),
  custom_template_points: nullable(text),
  speakers_expected: nullable(smallint),
  languages: jsonb<string[]>(),
  status: words<MeetingStatus>(),
  analytics_status: words<MeetingStatus>(),
  dashboard_status: words<DashboardStatus>(),
  error: nullable(jsonb<MeetingError>()),
  reprocess_error: nullable(jsonb<MeetingError>()),
  needs_review: boolean,
  duration_ms: nullable(integer),
  user_id: integer,
  duplicate_of: nullable(uuid),
  created_at: timestamp,
  updated_at: timestamp,
};

/** What `meetingColumns` gives, for the columns of a statement. */
export const meetingRow = {
  ...stored,
  /** In order of first speaking. */
  speakers: jsonb<Pick<MeetingSpeaker, 'key' | 'label' | 'name'>[]>(),
};

/** A meeting's columns as SQL gives them: lists are read often, and plain rows cost half of entities. */
export type MeetingRow = RowOf<typeof meetingRow>;

export interface MeetingDetails {
  meeting: MeetingRow & {
    summary_points: KeyPoint[] | null;
    unsupported_points: number | null;
    analytics_data: Record<string, unknown> | null;
    completed_at: Date | null;
    /** The one that is shown, and the one that is made beside it. */
    generation: number;
    next_generation: number | null;
    restored: number;
  };
  transcript: Pick<Transcript, 'segments' | 'provider' | 'model' | 'coverage'> | null;
  /** What is transcribed so far; null once there is a transcript, and where it was not asked for. */
  partial: (PartialCounts & Pick<PartialTranscript, 'segments' | 'speakers'>) | null;
  speakers: MeetingRow['speakers'];
}

/** A meeting whose transcript is finished. */
export type TranscribedMeeting = Pick<MeetingDetails, 'meeting' | 'speakers'> & {
  transcript: NonNullable<MeetingDetails['transcript']>;
};

/** How much of a meeting is transcribed while its transcript is not finished. */
export interface PartialCounts {
  chunks_done: number;
  chunks_total: number;
  covered_ms: number;
}

/** How far a meeting is, without anything that was said in it. */
export interface MeetingStateRow extends Pick<
  MeetingRow,
  | 'id'
  | 'status'
  | 'error'
  | 'analytics_status'
  | 'dashboard_status'
  | 'needs_review'
  | 'playback_key'
  | 'updated_at'
> {
  /** Null once there is a transcript, and before anything is transcribed. */
  partial: PartialCounts | null;
}

/** Ids sort by time of creation, and speakers are made in order of first speaking. */
export const speakersColumn = (ownSpeakers: Sql<true>) =>
  sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'label', label, 'name', name) ORDER BY id), '[]')
    FROM meeting_speakers WHERE ${ownSpeakers} AND meeting_id = meetings.id)`;

/** The columns of a `MeetingRow` as SQL, of a table or alias `meetings`. */
export const meetingColumns = (ownSpeakers: Sql<true>) =>
  sql`${Object.keys(stored)
    .map((column) => `meetings.${column}`)
    .join(', ')}, ${speakersColumn(ownSpeakers)} AS speakers`;
