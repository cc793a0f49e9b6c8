import type { MeetingStatus, Scope } from '@memo/entities';
import type { DataSource } from 'typeorm';

export interface TranscriptionRepository {
  countByStatus(scope: Scope): Promise<Partial<Record<MeetingStatus, number>>>;
}

export function createTranscriptionRepository(dataSource: DataSource): TranscriptionRepository {
  return {
    countByStatus: async ({ workspaceId }) => {
      const rows: { status: MeetingStatus; total: number }[] = await dataSource.query(
        `SELECT status, count(*)::int AS total FROM meetings
         WHERE workspace_id = $1 AND deleted_at IS NULL GROUP BY status`,
        [workspaceId],
      );
      return Object.fromEntries(rows.map(({ status, total }) => [status, total]));
    },
  };
}
