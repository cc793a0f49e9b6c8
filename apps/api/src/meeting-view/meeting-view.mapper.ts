import { extname } from 'node:path/posix';
import type { Progress } from '@memo/pipeline';
import { keyPointsText, toWireSegments } from '@memo/transcript';
import type { MeetingDetails, MeetingRow } from './meeting-rows.ts';
import type { WireMeeting, WireMeetingListItem } from './meeting-view.schemas.ts';

const notStarted: Progress = { stage: 'prepare', percent: 0, note: null };

/** A row as the contract's meeting, without what a list leaves out. */
export function toListItem(row: MeetingRow, progress: Progress = notStarted): WireMeetingListItem {
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    participants: row.participants,
    summary: row.summary,
    key_points: row.key_points && keyPointsText(row.key_points),
    key_point_items: row.key_points ?? [],
    action_items: row.action_items ?? [],
    audio_filename: `meeting_${row.id.slice(0, 8)}${extname(row.playback_key)}`,
    s3_audio_path: row.playback_key,
    templateid: row.template_id,
    custom_template_points: row.custom_template_points,
    status: row.status,
    analytics_status: row.analytics_status,
    dashboard_status: row.dashboard_status,
    is_processed: row.status === 'COMPLETED',
    progress,
    error: row.error,
    duration_ms: row.duration_ms,
    user_id: row.user_id,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

/** The whole meeting. */
export function toMeeting(details: MeetingDetails, progress?: Progress): WireMeeting {
  const { meeting, transcript, speakers } = details;
  return {
    ...toListItem(meeting, progress),
    transcription: transcript === null ? [] : toWireSegments(transcript.segments, speakers),
    transcription_engine: transcript && { provider: transcript.provider, model: transcript.model },
    analytics_data: meeting.analytics_data,
  };
}
