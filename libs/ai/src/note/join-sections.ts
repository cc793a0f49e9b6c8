import { formatClock } from '@memo/transcript';
import type { SpokenSegment } from '../language-model.ts';
import type { ListedPoint } from '../prompts/summary-instructions.ts';
import type { CheckedNote } from './check-note.ts';
import type { SectionItem } from './merge-items.ts';

export interface JoinedSections {
  /** All that the sections' notes say, in order. */
  points: ListedPoint[];
  /** The tasks among them; one's number is its position here, from 1. */
  items: SectionItem[];
  /** The segments that any of it rests on. */
  cited: SpokenSegment[];
}

/** What the second level reads in place of a transcript that is too long for it. */
export function joinSections(
  segments: readonly SpokenSegment[],
  notes: readonly CheckedNote[],
): JoinedSections {
  const startOf = new Map(segments.map(({ id, startMs }) => [id, startMs]));
  const points: ListedPoint[] = [];
  const items: SectionItem[] = [];
  for (const [section, { summary, keyPoints, actionItems }] of notes.entries()) {
    const where = ({ segment_ids: ids }: { segment_ids: number[] }) => ({
      part: section + 1,
      time: formatClock(Math.min(...ids.map((id) => startOf.get(id) ?? 0))),
    });
    for (const point of summary) points.push({ ...where(point), kind: 'statement', ...point });
    for (const point of keyPoints) points.push({ ...where(point), kind: 'key point', ...point });
    for (const item of actionItems) {
      items.push({ section, item });
      const { task: text, ...rest } = item;
      points.push({ ...where(item), kind: 'task', number: items.length, text, ...rest });
    }
  }
  const citedIds = new Set(points.flatMap(({ segment_ids: ids }) => ids));
  return { points, items, cited: segments.filter(({ id }) => citedIds.has(id)) };
}
