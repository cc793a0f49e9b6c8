import type { Meeting } from '@memo/entities';
import type { DataSource } from 'typeorm';
import { withTranscript, type PartialCounts } from '../../meeting-view/meeting-rows.ts';
import type { Watched } from './meeting-watch.ts';

export interface StateRow extends Pick<Meeting, 'id' | 'status' | 'error'> {
  analytics_status: Meeting['analyticsStatus'];
  dashboard_status: Meeting['dashboardStatus'];
  needs_review: boolean;
  updated_at: Date;
  /** Null once there is a transcript, and before anything is transcribed. */
  partial: PartialCounts | null;
}

export interface MeetingEventsRepository {
  /** Many meetings at once, each in the workspace of the caller who watches it. */
  findAll(watched: readonly Watched[]): Promise<StateRow[]>;
}

export function createMeetingEventsRepository(dataSource: DataSource): MeetingEventsRepository {
  return {
    findAll: (watched) =>
      dataSource.query(
        `SELECT meetings.id, status, analytics_status, dashboard_status, error, needs_review, updated_at,
           CASE WHEN partial.id IS NOT NULL THEN jsonb_build_object('chunks_done', chunks_done,
             'chunks_total', chunks_total, 'covered_ms', covered_ms) END AS partial
         FROM unnest($1::uuid[], $2::uuid[]) AS watched (workspace_id, meeting_id)
         JOIN meetings ON meetings.id = watched.meeting_id
           AND meetings.workspace_id = watched.workspace_id AND meetings.deleted_at IS NULL
         ${withTranscript}`,
        [watched.map(({ workspaceId }) => workspaceId), watched.map(({ meetingId }) => meetingId)],
      ),
  };
}
