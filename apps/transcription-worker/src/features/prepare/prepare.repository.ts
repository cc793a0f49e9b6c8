import { Meeting, type Transaction } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import type { DataSource } from 'typeorm';

export interface PreparedMeeting {
  durationMs: number;
  /** Where the mix is, when there are two recordings. */
  playbackKey: string | null;
}

export interface RecordedSide {
  side: number;
  objectKey: string;
}

export interface PrepareRepository {
  /** Those that are there, in order of side. */
  recordings(claim: StageClaim): Promise<RecordedSide[]>;
  savePrepared(claim: StageClaim, tx: Transaction, prepared: PreparedMeeting): Promise<void>;
}

export function createPrepareRepository(dataSource: DataSource): PrepareRepository {
  return {
    recordings: ({ workspaceId, meetingId }) =>
      dataSource.query<RecordedSide[]>(
        `SELECT side, object_key AS "objectKey" FROM recordings
         WHERE workspace_id = $1 AND meeting_id = $2 AND state = 'stored' ORDER BY side`,
        [workspaceId, meetingId],
      ),
    savePrepared: async ({ workspaceId, meetingId }, tx, { durationMs, playbackKey }) => {
      const playback = playbackKey === null ? {} : { playbackKey };
      await tx.manager.update(Meeting, { id: meetingId, workspaceId }, { durationMs, ...playback });
    },
  };
}
