import { toListItem, type MeetingRow } from '@memo/meetings';
import type { Progress } from '@memo/pipeline';
import type { RetriedMeeting } from './transcription.schemas.ts';

/** Where a meeting is that was just queued again. */
export function toRetried(row: MeetingRow, progress: Progress | undefined): RetriedMeeting {
  const meeting = toListItem(row, progress);
  return {
    id: meeting.id,
    title: meeting.title,
    status: meeting.status,
    analytics_status: meeting.analytics_status,
    dashboard_status: meeting.dashboard_status,
    is_processed: meeting.is_processed,
    progress: meeting.progress,
    error: meeting.error,
    updated_at: meeting.updated_at,
  };
}
