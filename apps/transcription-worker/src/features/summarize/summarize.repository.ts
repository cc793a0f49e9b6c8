import {
  Meeting,
  type Transaction,
  type ActionItem,
  type KeyPoint,
  type Template,
} from '@memo/entities';
import { recordEvent } from '@memo/journal';
import type { StageClaim } from '@memo/pipeline';
import { IsNull, type DataSource } from 'typeorm';

export type TemplateWishes = Pick<
  Template,
  'transcriptionPrompt' | 'summaryPrompt' | 'keyPointsPrompt' | 'speakerDiarization'
>;

export interface MeetingNote {
  summary: string;
  summaryPoints: KeyPoint[];
  keyPoints: KeyPoint[];
  actionItems: ActionItem[];
  unsupportedPoints: number;
  /** Null leaves the meeting's as it is. */
  title: string | null;
  description: string | null;
}

export interface SummarizeRepository {
  /** Also when it was deleted since: the meeting was uploaded with it. */
  template(claim: StageClaim): Promise<TemplateWishes | null>;
  /** The names only where still nobody has given any: a person may have done so while the model was asked. */
  saveNote(claim: StageClaim, tx: Transaction, note: MeetingNote): Promise<void>;
}

export function createSummarizeRepository({ manager }: DataSource): SummarizeRepository {
  return {
    template: async ({ workspaceId, meetingId }) => {
      const meeting = await manager.findOne(Meeting, {
        where: { id: meetingId, workspaceId },
        relations: { template: true },
        select: {
          id: true,
          template: {
            id: true,
            transcriptionPrompt: true,
            summaryPrompt: true,
            keyPointsPrompt: true,
            speakerDiarization: true,
          },
        },
      });
      return meeting?.template ?? null;
    },
    saveNote: async ({ workspaceId, meetingId }, tx, { title, description, ...note }) => {
      const meeting = { id: meetingId, workspaceId };
      await tx.manager.update(Meeting, meeting, note);
      // It stays a title that nobody gave: a re-run may find a better one.
      if (title !== null) {
        await tx.manager.update(Meeting, { ...meeting, titleGiven: false }, { title });
      }
      if (description !== null) {
        await tx.manager.update(Meeting, { ...meeting, description: IsNull() }, { description });
      }
      await recordEvent(tx, { kind: 'note.changed', workspaceId, meetingId });
    },
  };
}
