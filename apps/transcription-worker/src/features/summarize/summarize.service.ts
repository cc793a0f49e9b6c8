import { untitled, type MeetingReader } from '@memo/meetings';
import { leave, type StageClaim, type StageOutput } from '@memo/pipeline';
import type { SummarizeRepository } from './summarize.repository.ts';
import { endWithNote } from './summarize.sql.ts';
import { wordless, type MeetingNote, type WriteNote } from './write-note.ts';

export interface SummarizeDeps {
  reader: Pick<MeetingReader, 'ofStage'>;
  repository: SummarizeRepository;
  writeNote: WriteNote;
}

/** The transcript in, the meeting note out. Where nobody was understood there is nothing to ask a model about. */
export function createSummarize(deps: SummarizeDeps) {
  const { reader, repository, writeNote } = deps;
  return async (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> => {
    const shown = await reader.ofStage(claim, { words: false, beside: true });
    const { meeting } = shown;
    const isBeside = meeting.generation !== claim.generation;
    const [beside, template] = await Promise.all([
      isBeside ? repository.beside(claim) : null,
      isBeside || meeting.template_id !== null ? repository.template(claim) : null,
    ]);
    const found = { ...shown, ...beside };
    const note = wordless(found);
    if (note !== null) return output(note);
    const { note: written, ...origin } = await writeNote(
      claim,
      {
        found,
        hints: {
          transcriptionPrompt: template?.transcriptionPrompt ?? null,
          summaryPrompt: template?.summaryPrompt ?? null,
          keyPoints: template?.keyPointsPrompt ?? [],
          customPoints: meeting.custom_template_points,
          speakerDiarization: template?.speakerDiarization ?? null,
        },
        // What nobody has given the meeting.
        wanted: {
          title: !meeting.title_given,
          description: meeting.description === null || !meeting.description_given,
        },
      },
      signal,
    );
    return { ...output(written), result: origin };

    /** The names only where still nobody has given any: a person may have done so while the model was asked. */
    function output(one: MeetingNote): StageOutput {
      return {
        left: leave(endWithNote, { untitled, ...one }),
        tell: [{ kind: 'note.changed' }],
        ...(isBeside && { write: (tx) => repository.showTranscript(claim, tx) }),
      };
    }
  };
}
