import { Meeting, MeetingSpeaker, Transcript, type Transaction } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import type { MeetingMetrics, Segment } from '@memo/transcript';
import type { DataSource } from 'typeorm';

interface MeetingToAnalyze {
  segments: Segment[];
  /** In order of first speaking. */
  speakers: Pick<MeetingSpeaker, 'key' | 'label'>[];
  /** Null until the audio is prepared. */
  durationMs: number | null;
}

export interface AnalyzeRepository {
  load(claim: StageClaim): Promise<MeetingToAnalyze>;
  saveMetrics(claim: StageClaim, tx: Transaction, metrics: MeetingMetrics): Promise<void>;
}

export function createAnalyzeRepository({ manager }: DataSource): AnalyzeRepository {
  return {
    load: async ({ workspaceId, meetingId }) => {
      const owner = { workspaceId, meetingId };
      const [meeting, transcript, speakers] = await Promise.all([
        manager.findOneOrFail(Meeting, {
          select: { id: true, durationMs: true },
          where: { id: meetingId, workspaceId },
        }),
        manager.findOneByOrFail(Transcript, owner),
        // Ids sort by time of creation, and speakers are made in order of first speaking.
        manager.find(MeetingSpeaker, { where: owner, order: { id: 'ASC' } }),
      ]);
      return { segments: transcript.segments, speakers, durationMs: meeting.durationMs };
    },
    saveMetrics: async ({ workspaceId, meetingId }, tx, metrics) => {
      await tx.manager.update(
        Meeting,
        { id: meetingId, workspaceId },
        { analyticsData: { ...metrics } },
      );
    },
  };
}
