import type { Database, RowOfStatement, Transaction } from '@memo/entities';
import type { RecordEvent } from '@memo/journal';
import type { StageClaim } from '@memo/pipeline';
import { readBeside, showTranscript, type TranscriptBeside } from './next-generation.ts';
import { findTemplate } from './summarize.sql.ts';

export type TemplateHints = RowOfStatement<typeof findTemplate>;

export interface SummarizeRepository {
  /** Also when it was deleted since: the meeting was uploaded, or asked for anew, with it. */
  template(claim: StageClaim): Promise<TemplateHints | null>;
  /** What the note is about, where that is not the transcript that is shown; else null. */
  beside(claim: StageClaim): Promise<TranscriptBeside | null>;
  /** Shows what the note is about, where that is not shown yet. */
  showTranscript(claim: StageClaim, tx: Transaction): Promise<void>;
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
    showTranscript: (claim, tx) => showTranscript({ rows }, recordEvent, tx, claim),
  };
}
