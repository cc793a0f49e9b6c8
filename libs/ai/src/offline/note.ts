import type { SpokenSegment } from '../language-model.ts';
import type { NoteAnswer } from '../note/note-answer.ts';
import { findActionItems } from './action-items.ts';
import { asSentence, descriptionOf, inOrder, mostCentral, titleOf } from './suggestions.ts';

const summarySegmentCount = { min: 2, max: 4 };
/** One segment of the summary for this many that were spoken. */
const segmentsPerSummarySegment = 5;
const keyPointCount = 5;

/** A note of whole segments, each its own quote. */
export function noteOf(segments: SpokenSegment[]): NoteAnswer {
  const wanted = Math.ceil(segments.length / segmentsPerSummarySegment);
  const inSummary = Math.min(Math.max(wanted, summarySegmentCount.min), summarySegmentCount.max);
  const ranked = mostCentral(segments, inSummary + keyPointCount);
  return {
    summary: inOrder(ranked.slice(0, inSummary)).map((segment) => ({
      text: asSentence(segment),
      ...itself(segment),
    })),
    key_points: inOrder(ranked.slice(inSummary)).map((segment) => ({
      text: segment.text,
      ...itself(segment),
    })),
    action_items: findActionItems(segments),
    // Each is in words of its own segment, so none is another.
    same_tasks: [],
    ...titleOf(segments),
    ...descriptionOf(segments),
  };
}

const itself = ({ id, text }: SpokenSegment) => ({ segment_ids: [id], quote: text });
