import type {
  ActionItem,
  DashboardStatus,
  KeyPoint,
  MeetingError,
  MeetingSpeaker,
  MeetingStatus,
  PartialTranscript,
  Transcript,
} from '@memo/entities';

/** A meeting's columns as SQL gives them: lists are read often, and plain rows cost half of entities. */
export interface MeetingRow {
  id: string;
  title: string;
  title_given: boolean;
  description: string | null;
  participants: string[];
  summary: string | null;
  key_points: KeyPoint[] | null;
  action_items: ActionItem[] | null;
  playback_key: string;
  template_id: string | null;
  custom_template_points: string | null;
  speakers_expected: number | null;
  languages: string[];
  status: MeetingStatus;
  analytics_status: MeetingStatus;
  dashboard_status: DashboardStatus;
  error: MeetingError | null;
  needs_review: boolean;
  duration_ms: number | null;
  user_id: number;
  created_at: Date;
  updated_at: Date;
}

export interface MeetingDetails {
  meeting: MeetingRow & {
    summary_points: KeyPoint[] | null;
    unsupported_points: number | null;
    analytics_data: Record<string, unknown> | null;
  };
  transcript: Pick<Transcript, 'segments' | 'provider' | 'model' | 'coverage'> | null;
  /** What is transcribed so far; null once there is a transcript. */
  partial: (PartialCounts & Pick<PartialTranscript, 'segments' | 'speakers'>) | null;
  speakers: Pick<MeetingSpeaker, 'key' | 'label' | 'name'>[];
}

/** How much of a meeting is transcribed while its transcript is not finished. */
export interface PartialCounts {
  chunks_done: number;
  chunks_total: number;
  covered_ms: number;
}

/** The columns of a `MeetingRow`, of a table or alias `meetings`. */
export const meetingColumns = `meetings.id, title, title_given, description, participants, summary, key_points, action_items,
  playback_key, template_id, custom_template_points, speakers_expected, languages, status, analytics_status,
  dashboard_status, error, needs_review, duration_ms, meetings.user_id, meetings.created_at, meetings.updated_at`;

/** What a workspace ($1) may see. */
export const visibleMeeting = 'meetings.workspace_id = $1 AND meetings.deleted_at IS NULL';

/**
 * Joins `transcripts`, and `partial` to meetings without one: a finished transcript wins, and what is left of an
 * earlier run of the meeting does not count.
 */
export const withTranscript = `
  LEFT JOIN transcripts ON transcripts.meeting_id = meetings.id
    AND transcripts.workspace_id = meetings.workspace_id
  LEFT JOIN partial_transcripts partial ON transcripts.id IS NULL AND partial.meeting_id = meetings.id
    AND partial.workspace_id = meetings.workspace_id AND partial.generation = meetings.generation`;

/**
 * A column of segments without the times of their words; null where it is. Of a long meeting these are most of it, and
 * reading them would keep the process from answering anybody else for half a second.
 */
export const withoutWords = (column: string): string =>
  `CASE WHEN ${column} IS NOT NULL THEN (
     SELECT coalesce(jsonb_agg(segment || '{"words": []}' ORDER BY position), '[]')
     FROM jsonb_array_elements(${column}) WITH ORDINALITY AS listed (segment, position)) END`;
