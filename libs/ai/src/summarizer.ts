import type { Generation, LanguageModel, SpokenSegment } from './language-model.ts';
import { summaryInstructions, type SummaryWishes } from './prompts/summary-instructions.ts';
import { summarySchema, type Summary } from './summary.ts';

export interface SummarizeRequest {
  segments: SpokenSegment[];
  wishes: SummaryWishes;
  signal: AbortSignal;
}

/** Fails like LanguageModel. */
export type Summarize = (request: SummarizeRequest) => Promise<Generation<Summary>>;

/** A transcript in, a summary out whose every point names segments that exist; what names none is dropped. */
export function createSummarizer(languageModel: LanguageModel): Summarize {
  return async ({ segments, wishes, signal }) => {
    const generation = await languageModel.generate({
      task: 'summarize',
      instructions: summaryInstructions(wishes),
      segments,
      schema: summarySchema,
      signal,
    });
    return { ...generation, value: keepSupported(generation.value, segments) };
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
