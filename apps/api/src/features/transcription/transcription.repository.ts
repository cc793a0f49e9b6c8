import { ownerOf } from '@memo/access';
import type { MeetingStatus, Scope } from '@memo/entities';
import { meetingColumns, visibleMeeting, type MeetingRow } from '@memo/meetings';
import type { DataSource } from 'typeorm';

export interface TranscriptionRepository {
  /** The caller's own meetings, not those of others in the workspace, and not those that wait for a recording. */
  countOwn(scope: Scope): Promise<Partial<Record<MeetingStatus, number>>>;
  find(scope: Scope, meetingId: string): Promise<MeetingRow | null>;
}

export function createTranscriptionRepository(dataSource: DataSource): TranscriptionRepository {
  return {
    countOwn: async (scope) => {
      const { workspaceId, userId } = ownerOf(scope);
      const rows: { status: MeetingStatus; total: number }[] = await dataSource.query(
        `SELECT status, count(*)::int AS total FROM meetings
         WHERE ${visibleMeeting} AND user_id = $2 AND playback_key IS NOT NULL GROUP BY status`,
        [workspaceId, userId],
      );
      return Object.fromEntries(rows.map(({ status, total }) => [status, total]));
    },

    find: async ({ workspaceId }, meetingId) => {
      const rows: MeetingRow[] = await dataSource.query(
        `SELECT ${meetingColumns} FROM meetings WHERE ${visibleMeeting} AND id = $2`,
        [workspaceId, meetingId],
      );
      return rows[0] ?? null;
    },
  };
}
