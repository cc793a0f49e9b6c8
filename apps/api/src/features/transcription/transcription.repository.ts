import { ownerOf } from '@memo/access';
import { type MeetingStatus, type Scope, meetingStatuses } from '@memo/entities';
import { meetingColumns, visibleMeeting, type MeetingRow } from '@memo/meetings';
import type { DataSource } from 'typeorm';

export interface TranscriptionRepository {
  /**
   * The caller's own meetings, not those of others in the workspace. One that still waits for its recordings is PENDING
   * without a stage, and nothing that could be hurried: it is not counted.
   */
  countOwn(scope: Scope): Promise<Record<MeetingStatus, number>>;
  find(scope: Scope, meetingId: string): Promise<MeetingRow | null>;
}

export function createTranscriptionRepository(dataSource: DataSource): TranscriptionRepository {
  return {
    countOwn: async (scope) => {
      const { workspaceId, userId } = ownerOf(scope);
      const rows: { status: MeetingStatus; total: number }[] = await dataSource.query(
        `SELECT status, count(*)::int AS total FROM meetings
         WHERE ${visibleMeeting} AND user_id = $2 AND (status <> 'PENDING' OR EXISTS (
           SELECT FROM stage_runs WHERE meeting_id = meetings.id AND stage_runs.generation = meetings.generation))
         GROUP BY status`,
        [workspaceId, userId],
      );
      const totals = new Map(rows.map(({ status, total }) => [status, total]));
      return Object.fromEntries(
        meetingStatuses.map((status) => [status, totals.get(status) ?? 0]),
      ) as Record<MeetingStatus, number>;
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
