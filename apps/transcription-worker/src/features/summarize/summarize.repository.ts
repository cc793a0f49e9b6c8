import { Meeting, MeetingSpeaker, Transcript, type Transaction } from '@memo/entities';
import type { ActionItem, KeyPoint, Template } from '@memo/entities';
import { recordEvent } from '@memo/journal';
import type { StageClaim } from '@memo/pipeline';
import type { Segment } from '@memo/transcript';
import { IsNull, type DataSource } from 'typeorm';

export interface MeetingToSummarize {
  segments: Segment[];
  /** Sound in which somebody may speak; 0 where the transcript does not say. */
  speechMs: number;
  speakers: Pick<MeetingSpeaker, 'key' | 'label' | 'name'>[];
  /** Also when it was deleted since: the meeting was uploaded with it. */
  template: Pick<
    Template,
    'transcriptionPrompt' | 'summaryPrompt' | 'keyPointsPrompt' | 'speakerDiarization'
  > | null;
  customPoints: string | null;
  /** What nobody has given the meeting. */
  wanted: { title: boolean; description: boolean };
}

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
  load(claim: StageClaim): Promise<MeetingToSummarize>;
  /** The names only where still nobody has given any: a person may have done so while the model was asked. */
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
        speechMs: transcript.coverage?.speech_ms ?? 0,
        speakers,
        template: meeting.template ?? null,
        customPoints: meeting.customTemplatePoints,
        wanted: { title: !meeting.titleGiven, description: meeting.description === null },
      };
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
