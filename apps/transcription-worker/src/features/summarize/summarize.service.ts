import type { Summarizer } from '@memo/ai';
import type { StageClaim, StageOutput } from '@memo/pipeline';
import { displayName } from '@memo/transcript';
import type { Answers } from '../../answers.ts';
import { noteSchema } from '../../stage-results.ts';
import type { MeetingToSummarize, SummarizeRepository } from './summarize.repository.ts';

export interface SummarizeDeps {
  repository: SummarizeRepository;
  answers: Answers;
  summarizer: Summarizer;
}

/** The transcript in, the meeting note out. Where nobody spoke there is nothing to ask a model about. */
export function createSummarize({ repository, answers, summarizer }: SummarizeDeps) {
  return async (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> => {
    const meeting = await repository.load(claim);
    if (meeting.segments.length === 0) {
      const summary = 'No speech was found in this recording.';
      return {
        write: (tx) => repository.saveNote(claim, tx, { summary, keyPoints: [], actionItems: [] }),
      };
    }
    const request = {
      segments: withNames(meeting),
      wishes: {
        transcriptionPrompt: meeting.template?.transcriptionPrompt ?? null,
        summaryPrompt: meeting.template?.summaryPrompt ?? null,
        keyPoints: meeting.template?.keyPointsPrompt ?? [],
        customPoints: meeting.customPoints,
        speakerDiarization: meeting.template?.speakerDiarization ?? null,
      },
    };
    const { answer } = await answers.once(claim, {
      about: summarizer.question(request),
      schema: noteSchema,
      ask: () => summarizer.summarize(request, signal),
    });
    const { value, provider, model, usage } = answer;
    return {
      result: { provider, model, usage },
      write: (tx) =>
        repository.saveNote(claim, tx, {
          summary: value.summary,
          keyPoints: value.key_points,
          actionItems: value.action_items,
        }),
    };
  };
}

function withNames({ segments, speakers }: MeetingToSummarize) {
  const names = new Map(speakers.map((speaker) => [speaker.key, displayName(speaker)]));
  return segments.map(({ id, text, startMs, endMs, speakerKey }) => {
    return { id, text, startMs, endMs, speaker: names.get(speakerKey) ?? speakerKey };
  });
}
