import type {
  ActionItem,
  DashboardStatus,
  KeyPoint,
  MeetingError,
  MeetingSpeaker,
  MeetingStatus,
  Transcript,
} from '@memo/entities';

/** A meeting's columns as SQL gives them: lists are read often, and plain rows cost half of entities. */
export interface MeetingRow {
  id: string;
  title: string;
  description: string | null;
  participants: string[];
  summary: string | null;
  key_points: KeyPoint[] | null;
  action_items: ActionItem[] | null;
  playback_key: string;
  template_id: string | null;
  custom_template_points: string | null;
  status: MeetingStatus;
  analytics_status: MeetingStatus;
  dashboard_status: DashboardStatus;
  error: MeetingError | null;
  duration_ms: number | null;
  user_id: number;
  created_at: Date;
  updated_at: Date;
}

export interface MeetingDetails {
  meeting: MeetingRow & { analytics_data: Record<string, unknown> | null };
  transcript: Pick<Transcript, 'segments' | 'provider' | 'model'> | null;
  speakers: Pick<MeetingSpeaker, 'key' | 'label' | 'name'>[];
}

/** The columns of a `MeetingRow`, of a table or alias `meetings`. */
export const meetingColumns = `meetings.id, title, description, participants, summary, key_points, action_items,
  playback_key, template_id, custom_template_points, status, analytics_status, dashboard_status, error,
  duration_ms, meetings.user_id, meetings.created_at, meetings.updated_at`;

/** What a workspace ($1) may see. */
export const visibleMeeting = 'meetings.workspace_id = $1 AND meetings.deleted_at IS NULL';
