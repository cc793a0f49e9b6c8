import type { Scope } from '@memo/entities';
import { visibleMeeting } from '@memo/meetings';
import type { DataSource } from 'typeorm';

export interface PlaybackRow {
  title: string;
  /** Null while the meeting waits for its recordings. */
  playbackKey: string | null;
  /** Null for what was mixed here. */
  contentType: string | null;
}

export interface MeetingAudioRepository {
  find(scope: Scope, meetingId: string): Promise<PlaybackRow | null>;
}

export function createMeetingAudioRepository(dataSource: DataSource): MeetingAudioRepository {
  return {
    find: async ({ workspaceId }, meetingId) => {
      const rows: PlaybackRow[] = await dataSource.query(
        `SELECT title, playback_key AS "playbackKey", recordings.content_type AS "contentType"
         FROM meetings LEFT JOIN recordings
           ON recordings.meeting_id = meetings.id AND recordings.object_key = meetings.playback_key
         WHERE ${visibleMeeting} AND meetings.id = $2`,
        [workspaceId, meetingId],
      );
      return rows[0] ?? null;
    },
  };
}
