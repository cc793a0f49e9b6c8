import type { AskOnce, Summarizer } from '@memo/ai';
import { noteGenerationSchema } from '@memo/ai/answers';
import type { StageClaim, StageOutput } from '@memo/pipeline';
import { displayName } from '@memo/transcript';
import type { Answers } from '../../answers.ts';
import type { MeetingToSummarize, SummarizeRepository } from './summarize.repository.ts';

export interface SummarizeDeps {
  repository: SummarizeRepository;
  answers: Answers;
  summarizer: Summarizer;
}

/** The transcript in, the meeting note out. Where nobody was understood there is nothing to ask a model about. */
export function createSummarize({ repository, answers, summarizer }: SummarizeDeps) {
  return async (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> => {
    const meeting = await repository.load(claim);
    if (meeting.segments.length === 0) {
      const summary =
        meeting.speechMs > 0
          ? 'No words could be made out in this recording.'
          : 'No speech was found in this recording.';
      return { write: (tx) => repository.saveNote(claim, tx, { ...nothing, summary }) };
    }
    const { template, customPoints, wanted } = meeting;
    const once: AskOnce = async (question) => {
      const { answer } = await answers.once(claim, { ...question, schema: noteGenerationSchema });
      return answer;
    };
    const note = await summarizer.summarize(
      {
        segments: spoken(meeting),
        wishes: {
          transcriptionPrompt: template?.transcriptionPrompt ?? null,
          summaryPrompt: template?.summaryPrompt ?? null,
          keyPoints: template?.keyPointsPrompt ?? [],
          customPoints,
          speakerDiarization: template?.speakerDiarization ?? null,
        },
        wanted,
      },
      once,
      signal,
    );
    const { provider, model, usage, unsupported: unsupportedPoints, ...rest } = note;
    return {
      result: { provider, model, usage },
      write: (tx) => repository.saveNote(claim, tx, { ...rest, unsupportedPoints }),
    };
  };
}

const nothing = {
  summaryPoints: [],
  keyPoints: [],
  actionItems: [],
  unsupportedPoints: 0,
  title: null,
  description: null,
};

function spoken({ segments, speakers }: MeetingToSummarize) {
  const names = new Map(speakers.map((speaker) => [speaker.key, displayName(speaker)]));
  return segments.map(({ id, text, startMs, endMs, speakerKey }) => {
    return { id, text, startMs, endMs, speaker: names.get(speakerKey) ?? speakerKey };
  });
}
