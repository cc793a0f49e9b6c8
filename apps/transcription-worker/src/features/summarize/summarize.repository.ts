import { Meeting, MeetingSpeaker, Transcript, type Transaction } from '@memo/entities';
import type { ActionItem, KeyPoint, Template } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import type { Segment } from '@memo/transcript';
import type { DataSource } from 'typeorm';

export interface MeetingToSummarize {
  segments: Segment[];
  speakers: Pick<MeetingSpeaker, 'key' | 'label' | 'name'>[];
  /** Also when it was deleted since: the meeting was uploaded with it. */
  template: Pick<
    Template,
    'transcriptionPrompt' | 'summaryPrompt' | 'keyPointsPrompt' | 'speakerDiarization'
  > | null;
  customPoints: string | null;
}

export interface MeetingNote {
  summary: string;
  keyPoints: KeyPoint[];
  actionItems: ActionItem[];
}

export interface SummarizeRepository {
  load(claim: StageClaim): Promise<MeetingToSummarize>;
  saveNote(claim: StageClaim, tx: Transaction, note: MeetingNote): Promise<void>;
}

export function createSummarizeRepository({ manager }: DataSource): SummarizeRepository {
  return {
    load: async ({ workspaceId, meetingId }) => {
      const owner = { workspaceId, meetingId };
      const [meeting, transcript, speakers] = await Promise.all([
        manager.findOneOrFail(Meeting, {
          where: { id: meetingId, workspaceId },
          relations: { template: true },
        }),
        manager.findOneByOrFail(Transcript, owner),
        manager.findBy(MeetingSpeaker, owner),
      ]);
      return {
        segments: transcript.segments,
        speakers,
        template: meeting.template ?? null,
        customPoints: meeting.customTemplatePoints,
      };
    },
    saveNote: async ({ workspaceId, meetingId }, tx, note) => {
      await tx.manager.update(Meeting, { id: meetingId, workspaceId }, note);
    },
  };
}
