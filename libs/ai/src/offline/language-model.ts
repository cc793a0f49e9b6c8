import type { GenerateRequest, LanguageModel, SpokenSegment } from '../language-model.ts';
import type { Summary } from '../summary.ts';
import { findActionItems } from './action-items.ts';
import { asSentence, inOrder } from './as-sentence.ts';
import { centralSegments } from './central-segments.ts';
import { descriptionOf, templatesFor, titleOf } from './suggestions.ts';

const summarySegmentCount = { min: 2, max: 4 };
/** One segment of the summary for this many that were spoken. */
const segmentsPerSummarySegment = 5;
const keyPointCount = 5;

/** Summaries and suggestions made of what was said, word for word: no key, no network, nothing invented. */
export function createExtractiveLanguageModel(): LanguageModel {
  return {
    provider: 'offline',
    model: 'extractive',
    generate: (request) =>
      new Promise((resolve) => {
        request.signal.throwIfAborted();
        const value = request.schema.parse(answer(request));
        resolve({ value, provider: 'offline', model: 'extractive', usage: null });
      }),
  };
}

function answer({ task, segments, templates = [] }: GenerateRequest<unknown>): unknown {
  switch (task) {
    case 'summarize':
      return summaryOf(segments);
    case 'suggest-title':
      return titleOf(segments);
    case 'suggest-description':
      return descriptionOf(segments);
    case 'suggest-template':
      return templatesFor(segments, templates);
  }
}

function summaryOf(segments: SpokenSegment[]): Summary {
  const wanted = Math.ceil(segments.length / segmentsPerSummarySegment);
  const inSummary = Math.min(Math.max(wanted, summarySegmentCount.min), summarySegmentCount.max);
  const ranked = centralSegments(segments, inSummary + keyPointCount);
  return {
    summary: inOrder(ranked.slice(0, inSummary)).map(asSentence).join(' '),
    key_points: inOrder(ranked.slice(inSummary)).map(({ id, text }) => ({
      text,
      segment_ids: [id],
    })),
    action_items: findActionItems(segments),
  };
}
