import type { Summarize } from '@memo/ai';
import type { StageClaim, StageOutput } from '@memo/pipeline';
import { displayName } from '@memo/transcript';
import type { MeetingToSummarize, SummarizeRepository } from './summarize.repository.ts';

export interface SummarizeDeps {
  repository: SummarizeRepository;
  summarize: Summarize;
}

/** The transcript in, the meeting note out. Where nobody spoke there is nothing to ask a model about. */
export function createSummarize({ repository, summarize }: SummarizeDeps) {
  return async (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> => {
    const meeting = await repository.load(claim);
    if (meeting.segments.length === 0) {
      const summary = 'No speech was found in this recording.';
      return {
        write: (tx) => repository.saveNote(claim, tx, { summary, keyPoints: [], actionItems: [] }),
      };
    }
    const { value, provider, model, usage } = await summarize({
      segments: withNames(meeting),
      wishes: {
        summaryPrompt: meeting.template?.summaryPrompt ?? null,
        keyPoints: meeting.template?.keyPointsPrompt ?? [],
        customPoints: meeting.customPoints,
      },
      signal,
    });
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
