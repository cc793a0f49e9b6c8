import { Meeting, Recording, type Transaction } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import type { DataSource } from 'typeorm';

export interface PreparedMeeting {
  durationMs: number;
  /** Where the mix is, when there are two recordings. */
  playbackKey: string | null;
}

export interface PrepareRepository {
  recordings(claim: StageClaim): Promise<Pick<Recording, 'side' | 'objectKey'>[]>;
  savePrepared(claim: StageClaim, tx: Transaction, prepared: PreparedMeeting): Promise<void>;
}

export function createPrepareRepository(dataSource: DataSource): PrepareRepository {
  return {
    recordings: ({ workspaceId, meetingId }) =>
      dataSource.manager.find(Recording, {
        select: { side: true, objectKey: true },
        where: { workspaceId, meetingId },
        order: { side: 'ASC' },
      }),
    savePrepared: async ({ workspaceId, meetingId }, tx, { durationMs, playbackKey }) => {
      const playback = playbackKey === null ? {} : { playbackKey };
      await tx.manager.update(Meeting, { id: meetingId, workspaceId }, { durationMs, ...playback });
    },
  };
}
