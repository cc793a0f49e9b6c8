import type { Generation, LanguageModel, SpokenSegment } from './language-model.ts';
import { summaryInstructions, type SummaryWishes } from './prompts/summary-instructions.ts';
import { summarySchema, type Summary } from './summary.ts';

export interface SummarizeRequest {
  segments: SpokenSegment[];
  wishes: SummaryWishes;
}

export interface Summarizer {
  /** All that the summary depends on, so that the same one is not asked for twice. */
  question(request: SummarizeRequest): unknown;
  /** Every key point and action item names segments that exist; what names none is dropped. Fails like LanguageModel. */
  summarize(request: SummarizeRequest, signal: AbortSignal): Promise<Generation<Summary>>;
}

/** A transcript in, a note out. */
export function createSummarizer(languageModel: LanguageModel): Summarizer {
  return {
    question: ({ segments, wishes }) => {
      const { provider, model } = languageModel;
      return { provider, model, instructions: summaryInstructions(wishes), segments };
    },
    summarize: async ({ segments, wishes }, signal) => {
      const generation = await languageModel.generate({
        task: 'summarize',
        instructions: summaryInstructions(wishes),
        segments,
        schema: summarySchema,
        signal,
      });
      return { ...generation, value: keepSupported(generation.value, segments) };
    },
  };
}

function keepSupported(summary: Summary, segments: SpokenSegment[]): Summary {
  const known = new Set(segments.map(({ id }) => id));
  const supported = <T extends { segment_ids: number[] }>(points: T[]): T[] =>
    points
      .map((point) => ({ ...point, segment_ids: point.segment_ids.filter((id) => known.has(id)) }))
      .filter(({ segment_ids }) => segment_ids.length > 0);
  return {
    summary: summary.summary,
    key_points: supported(summary.key_points),
    action_items: supported(summary.action_items),
  };
}
