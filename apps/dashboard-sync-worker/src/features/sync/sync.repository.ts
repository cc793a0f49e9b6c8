import {
  Meeting,
  MeetingSpeaker,
  Transcript,
  type DashboardStatus,
  type Transaction,
} from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import type { DataSource } from 'typeorm';
import type { CompletedMeeting } from './meeting-payload.ts';

export interface SyncRepository {
  load(claim: StageClaim): Promise<CompletedMeeting>;
  saveStatus(claim: StageClaim, tx: Transaction, status: DashboardStatus): Promise<void>;
}

export function createSyncRepository({ manager }: DataSource): SyncRepository {
  return {
    load: async ({ workspaceId, meetingId }) => {
      const owner = { workspaceId, meetingId };
      const [meeting, transcript, speakers] = await Promise.all([
        manager.findOneByOrFail(Meeting, { id: meetingId, workspaceId }),
        manager.findOneByOrFail(Transcript, owner),
        manager.findBy(MeetingSpeaker, owner),
      ]);
      return { meeting, segments: transcript.segments, speakers };
    },
    saveStatus: async ({ workspaceId, meetingId }, tx, dashboardStatus) => {
      await tx.manager.update(Meeting, { id: meetingId, workspaceId }, { dashboardStatus });
    },
  };
}
