import type { Meeting } from '@memo/entities';
import type { DataSource } from 'typeorm';
import type { Watched } from './meeting-watch.ts';

export interface StateRow extends Pick<Meeting, 'id' | 'status' | 'error'> {
  analytics_status: Meeting['analyticsStatus'];
  dashboard_status: Meeting['dashboardStatus'];
  updated_at: Date;
}

export interface MeetingEventsRepository {
  /** Many meetings at once, each in the workspace of the caller who watches it. */
  findAll(watched: readonly Watched[]): Promise<StateRow[]>;
}

export function createMeetingEventsRepository(dataSource: DataSource): MeetingEventsRepository {
  return {
    findAll: (watched) =>
      dataSource.query(
        `SELECT id, status, analytics_status, dashboard_status, error, updated_at
         FROM unnest($1::uuid[], $2::uuid[]) AS watched (workspace_id, meeting_id)
         JOIN meetings ON meetings.id = watched.meeting_id
           AND meetings.workspace_id = watched.workspace_id AND meetings.deleted_at IS NULL`,
        [watched.map(({ workspaceId }) => workspaceId), watched.map(({ meetingId }) => meetingId)],
      ),
  };
}
