import { extname } from 'node:path/posix';
import type { KeyPoint, MeetingError, Stage } from '@memo/entities';
import type { Progress } from '@memo/pipeline';
import { keyPointsText, toWireSegments, type WireSegment } from '@memo/transcript';
import type { MeetingDetails, MeetingRow, PartialCounts } from '../meeting-rows.ts';
import { metricsByName, noteByName, titleByName } from './call-by-name.ts';
import type {
  WireCompactItem,
  WireMeeting,
  WireMeetingListItem,
  WirePartial,
  WireProgress,
} from './schemas.ts';

const notStarted: Progress = { stage: 'prepare', percent: 0, note: null };

/** True of a recording on its way, and of one that was waited for in vain. */
const notUploaded: WireProgress = {
  stage: 'upload',
  percent: 0,
  note: 'The recording has not been uploaded.',
};

/** How far a meeting is. One that waits for its recordings has no work in the ledger yet. */
export const toProgress = (
  { playback_key: key }: Pick<MeetingRow, 'playback_key'>,
  { stage, percent, note }: Progress = notStarted,
): WireProgress => (key === null ? notUploaded : { stage, percent, note });

/** A row as the contract's meeting, without what a list leaves out. */
export function toListItem(row: MeetingRow, progress?: Progress): WireMeetingListItem {
  const named = noteByName(row);
  const keyPoints = named.key_points?.map((text) => ({ text })) ?? null;
  return {
    ...withoutNote(named, progress),
    key_points: keyPoints && keyPointsText(keyPoints),
    action_items: (named.action_items ?? []).map(withSupport),
  };
}

/** A row as a line of a list; its note is not looked at. */
export const toCompactItem = (row: MeetingRow, progress?: Progress): WireCompactItem => ({
  id: row.id,
  title: titleByName(row),
  title_given: row.title_given,
  participants: row.participants,
  status: row.status,
  analytics_status: row.analytics_status,
  dashboard_status: row.dashboard_status,
  is_processed: row.status === 'COMPLETED',
  progress: toProgress(row, progress),
  error: row.error,
  needs_review: row.needs_review,
  duration_ms: row.duration_ms,
  user_id: row.user_id,
  visibility: row.visibility,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
});

type NoteFields = 'key_points' | 'action_items';

function withoutNote(
  row: Omit<MeetingRow, NoteFields>,
  progress?: Progress,
): Omit<WireMeetingListItem, NoteFields> {
  const key = row.playback_key;
  return {
    id: row.id,
    title: row.title,
    title_given: row.title_given,
    description: row.description,
    participants: row.participants,
    summary: row.summary,
    audio_filename: key === null ? null : `meeting_${row.id.slice(0, 8)}${extname(key)}`,
    s3_audio_path: key,
    templateid: row.template_id,
    custom_template_points: row.custom_template_points,
    speakers_expected: row.speakers_expected,
    languages: row.languages,
    status: row.status,
    analytics_status: row.analytics_status,
    dashboard_status: row.dashboard_status,
    is_processed: row.status === 'COMPLETED',
    progress: toProgress(row, progress),
    error: row.error,
    reprocess_error: row.reprocess_error,
    analytics_error: row.analytics_status === 'FAILED' ? failureOf('analyze', progress) : null,
    dashboard_error: row.dashboard_status === 'FAILED' ? failureOf('sync', progress) : null,
    needs_review: row.needs_review,
    duration_ms: row.duration_ms,
    user_id: row.user_id,
    visibility: row.visibility,
    duplicate_of: row.duplicate_of,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

function failureOf(stage: Stage, progress: Progress | undefined): MeetingError | null {
  const failure = progress?.failed?.[stage];
  if (failure === undefined) return null;
  const { code, message, retryable } = failure;
  return { code, message, retryable, stage };
}

/** The whole meeting. */
export function toMeeting(details: MeetingDetails, progress?: Progress): WireMeeting {
  const { meeting, transcript, partial } = details;
  return {
    ...withoutNote(meeting, progress),
    key_points: meeting.key_points && keyPointsText(meeting.key_points),
    key_point_items: (meeting.key_points ?? []).map(withQuote),
    action_items: (meeting.action_items ?? []).map(withQuote),
    transcription: shownSegments(details),
    transcription_partial: toPartial(partial),
    transcription_engine: transcript && { provider: transcript.provider, model: transcript.model },
    coverage: transcript?.coverage ?? null,
    summary_points: (meeting.summary_points ?? []).map(withQuote),
    unsupported_points: meeting.unsupported_points,
    analytics_data: metricsByName(meeting),
  };
}

const toPartial = (partial: PartialCounts | null): WirePartial | null =>
  partial && {
    chunks_done: partial.chunks_done,
    chunks_total: partial.chunks_total,
    covered_ms: partial.covered_ms,
  };

/** Speakers have names once the transcript is finished: before that, who is who can still change. */
function shownSegments({ transcript, partial, speakers }: MeetingDetails): WireSegment[] {
  if (transcript !== null) return toWireSegments(transcript.segments, speakers);
  if (partial === null) return [];
  const unnamed = partial.speakers.map(({ key, label }) => ({ key, label, name: null }));
  return toWireSegments(partial.segments, unnamed);
}

const withSupport = <T extends Pick<KeyPoint, 'support'>>(point: T) => ({
  ...point,
  support: point.support ?? null,
});

const withQuote = <T extends Pick<KeyPoint, 'quote' | 'support' | 'quote_changed'>>(point: T) => ({
  ...withSupport(point),
  quote: point.quote ?? null,
  quote_changed: point.quote_changed ?? false,
});
