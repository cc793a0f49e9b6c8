import { extname } from 'node:path/posix';
import type { KeyPoint, MeetingError, Stage } from '@memo/entities';
import type { Progress } from '@memo/pipeline';
import { keyPointsText, toWireSegments, type WireSegment } from '@memo/transcript';
import type { MeetingDetails, MeetingRow, PartialCounts } from '../meeting-rows.ts';
import { metricsByName, noteByName } from './call-by-name.ts';
import type { WireMeeting, WireMeetingListItem, WirePartial, WireProgress } from './schemas.ts';

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
export const toListItem = (row: MeetingRow, progress?: Progress): WireMeetingListItem =>
  listItemOf(noteByName(row), progress);

function listItemOf(row: MeetingRow, progress?: Progress): WireMeetingListItem {
  const key = row.playback_key;
  return {
    id: row.id,
    title: row.title,
    title_given: row.title_given,
    description: row.description,
    participants: row.participants,
    summary: row.summary,
    key_points: row.key_points && keyPointsText(row.key_points),
    key_point_items: (row.key_points ?? []).map(withQuote),
    action_items: (row.action_items ?? []).map(withQuote),
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
    ...listItemOf(meeting, progress),
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

const withQuote = <T extends Pick<KeyPoint, 'quote' | 'support'>>(point: T) => ({
  ...point,
  quote: point.quote ?? null,
  support: point.support ?? null,
});
