import type { Scope } from '@memo/entities';
import type { DataSource } from 'typeorm';
import {
  meetingColumns,
  visibleMeeting,
  withoutWords,
  type MeetingDetails,
} from '../../meeting-view/meeting-rows.ts';

export interface MeetingExportRepository {
  /** Without the partial transcript of a meeting at work; words have times only where they are asked for. */
  find(scope: Scope, meetingId: string, withWords: boolean): Promise<MeetingDetails | null>;
}

type Row = MeetingDetails['meeting'] & Pick<MeetingDetails, 'transcript' | 'speakers'>;

export function createMeetingExportRepository(dataSource: DataSource): MeetingExportRepository {
  return {
    find: async ({ workspaceId }, meetingId, withWords) => {
      // One statement: the names and the note are those of this transcript, whatever runs meanwhile.
      const rows = await dataSource.query<Row[]>(
        `SELECT ${meetingColumns}, summary_points, unsupported_points, analytics_data,
           (SELECT jsonb_build_object('segments', ${withWords ? 'segments' : withoutWords('segments')},
              'provider', provider, 'model', model, 'coverage', coverage)
            FROM transcripts
            WHERE transcripts.meeting_id = meetings.id AND transcripts.workspace_id = $1) AS transcript,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'label', label, 'name', name)), '[]')
            FROM meeting_speakers speakers
            WHERE speakers.meeting_id = meetings.id AND speakers.workspace_id = $1) AS speakers
         FROM meetings WHERE ${visibleMeeting} AND meetings.id = $2`,
        [workspaceId, meetingId],
      );
      const row = rows[0];
      if (row === undefined) return null;
      const { transcript, speakers, ...meeting } = row;
      return { meeting, transcript, speakers, partial: null };
    },
  };
}
