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
  type Visibility,
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
  visibility: words<Visibility>(),
  duplicate_of: nullable(uuid),
  created_at: timestamp,
  updated_at: timestamp,
};

/** In order of first speaking. */
const speakers = jsonb<Pick<MeetingSpeaker, 'key' | 'label' | 'name'>[]>();

/** What `meetingColumns` gives, for the columns of a statement: of the note what a list shows, which is not its quotes. */
export const meetingRow = {
  ...stored,
  key_points: nullable(jsonb<string[]>()),
  action_items: nullable(jsonb<Omit<ActionItem, 'quote'>[]>()),
  speakers,
};

/** What `wholeMeetingColumns` gives. */
export const wholeMeetingRow = {
  ...stored,
  key_points: nullable(jsonb<KeyPoint[]>()),
  action_items: nullable(jsonb<ActionItem[]>()),
  speakers,
};

/** A meeting's columns as SQL gives them: lists are read often, and plain rows cost half of entities. */
export type MeetingRow = RowOf<typeof meetingRow>;
type WholeMeetingRow = RowOf<typeof wholeMeetingRow>;

export interface MeetingDetails {
  meeting: WholeMeetingRow & {
    summary_points: KeyPoint[] | null;
    unsupported_points: number | null;
    analytics_data: Record<string, unknown> | null;
    completed_at: Date | null;
    /** The one that is shown, and the one that is made beside it. */
    generation: number;
    next_generation: number | null;
    restored: number;
    /** How often a person changed the note, or had it made anew. */
    note_edits: number;
  };
  transcript:
    | (Pick<Transcript, 'segments' | 'provider' | 'model' | 'coverage' | 'lineage'> & {
        /** How often it was edited; what was taken back counts twice. */
        edits: number;
      })
    | null;
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

const columnsOf = (names: readonly string[]) =>
  names.map((column) => `meetings.${column}`).join(', ');

/** The columns of a `MeetingRow` as SQL, of a table or alias `meetings`. */
export const meetingColumns = (ownSpeakers: Sql<true>) =>
  sql`${columnsOf(Object.keys(stored))}, jsonb_path_query_array(meetings.key_points, '$[*].text') AS key_points,
    (SELECT jsonb_agg(item - 'quote' ORDER BY place)
      FROM jsonb_array_elements(meetings.action_items) WITH ORDINALITY AS items (item, place)) AS action_items,
    ${speakersColumn(ownSpeakers)} AS speakers`;

/** The same without the note: its columns are null. */
export const compactColumns = (ownSpeakers: Sql<true>) =>
  sql`${columnsOf(Object.keys(stored).filter((name) => !['description', 'summary'].includes(name)))},
    NULL::text AS description, NULL::text AS summary, NULL::jsonb AS key_points, NULL::jsonb AS action_items,
    ${speakersColumn(ownSpeakers)} AS speakers`;

/** The columns of a `MeetingRow` with the whole of what the note says. */
export const wholeMeetingColumns = (ownSpeakers: Sql<true>) =>
  sql`${columnsOf([...Object.keys(stored), 'key_points', 'action_items'])},
    ${speakersColumn(ownSpeakers)} AS speakers`;
