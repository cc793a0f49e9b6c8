import type { LanguageModel, SpokenSegment } from '../language-model.ts';
import type { Summary } from '../summary.ts';
import { findActionItems } from './action-items.ts';
import { centralSegments } from './central-segments.ts';

const summarySegmentCount = { min: 2, max: 4 };
/** One segment of the summary for this many that were spoken. */
const segmentsPerSummarySegment = 5;
const keyPointCount = 5;

/** Summaries made of what was said, word for word: no key, no network, nothing invented. */
export function createExtractiveLanguageModel(): LanguageModel {
  return {
    provider: 'offline',
    model: 'extractive',
    generate: ({ segments, schema, signal }) =>
      new Promise((resolve) => {
        signal.throwIfAborted();
        const value = schema.parse(summaryOf(segments));
        resolve({ value, provider: 'offline', model: 'extractive', usage: null });
      }),
  };
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

const inOrder = (segments: SpokenSegment[]) =>
  segments.toSorted((a, b) => a.startMs - b.startMs || a.id - b.id);

/** Recognised speech may come without the full stop that keeps one statement apart from the next. */
const asSentence = ({ text }: SpokenSegment) => (/[.?!…]$/.test(text) ? text : `${text}.`);
