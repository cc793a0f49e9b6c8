import type { ActionItem, Database, KeyPoint, RowOfStatement, Transaction } from '@memo/entities';
import type { RecordEvent } from '@memo/journal';
import { untitled } from '@memo/meetings';
import type { StageClaim } from '@memo/pipeline';
import { readBeside, showTranscript, type TranscriptBeside } from './next-generation.ts';
import { findTemplate, updateNote } from './summarize.sql.ts';

export type TemplateHints = RowOfStatement<typeof findTemplate>;

export interface MeetingNote {
  summary: string;
  summaryPoints: KeyPoint[];
  keyPoints: KeyPoint[];
  actionItems: ActionItem[];
  unsupportedPoints: number;
  /** Null for none: one that a person gave stays. */
  title: string | null;
  description: string | null;
}

export interface SummarizeRepository {
  /** Also when it was deleted since: the meeting was uploaded, or asked for anew, with it. */
  template(claim: StageClaim): Promise<TemplateHints | null>;
  /** What the note is about, where that is not the transcript that is shown; else null. */
  beside(claim: StageClaim): Promise<TranscriptBeside | null>;
  /**
   * With the transcript that it is about, where that is not shown yet. The names only where still nobody has given any: a
   * person may have done so while the model was asked.
   */
  saveNote(claim: StageClaim, tx: Transaction, note: MeetingNote): Promise<void>;
}

export function createSummarizeRepository(
  { rows }: Pick<Database, 'rows'>,
  recordEvent: RecordEvent,
): SummarizeRepository {
  return {
    template: (claim) => {
      const { meetingId, generation } = claim;
      return rows(claim).first(findTemplate, { meetingId, generation });
    },
    beside: (claim) => readBeside({ rows }, claim),
    saveNote: async (claim, tx, note) => {
      const { workspaceId, meetingId } = claim;
      await showTranscript({ rows }, recordEvent, tx, claim);
      await rows({ workspaceId }, tx).run(updateNote, { meetingId, untitled, ...note });
      await recordEvent(tx, { kind: 'note.changed', workspaceId, meetingId });
    },
  };
}
