import type { MeetingStatus, Scope } from '@memo/entities';
import { visibleMeeting } from '@memo/meetings';
import type { DataSource } from 'typeorm';
import type { Voice } from './name-speakers.ts';
import { personColumn } from './person.ts';

export interface AnalyzedMeeting {
  id: string;
  title: string;
  status: MeetingStatus;
  analytics_status: MeetingStatus;
  analytics_data: unknown;
  action_item_count: number;
  voices: Voice[];
}

export interface MeetingAnalyticsRepository {
  find(scope: Scope, meetingId: string): Promise<AnalyzedMeeting | null>;
}

export function createMeetingAnalyticsRepository({
  manager,
}: DataSource): MeetingAnalyticsRepository {
  return {
    // One statement, so that metrics and names are of the same moment.
    find: async ({ workspaceId }, meetingId) => {
      const rows = await manager.query<AnalyzedMeeting[]>(
        `SELECT id, title, status, analytics_status, analytics_data,
           coalesce(jsonb_array_length(action_items), 0) AS action_item_count,
           coalesce((
             SELECT json_agg(json_build_object('key', voice.key, 'name', coalesce(voice.name, voice.label),
               'profile', ${personColumn}))
             FROM meeting_speakers voice LEFT JOIN speaker_profiles profile ON profile.id = voice.profile_id
             WHERE voice.workspace_id = $1 AND voice.meeting_id = meetings.id
           ), '[]') AS voices
         FROM meetings WHERE ${visibleMeeting} AND id = $2`,
        [workspaceId, meetingId],
      );
      return rows[0] ?? null;
    },
  };
}
