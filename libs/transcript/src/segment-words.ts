import type { Segment } from './types.ts';

/** The words of one segment, kept apart from it. */
export type SegmentWords = Pick<Segment, 'id' | 'words'>;

/** Segments without their words, and the words of those that have any. */
export function splitWords(segments: readonly Segment[]): {
  segments: Segment[];
  words: SegmentWords[];
} {
  return {
    segments: segments.map((segment) => ({ ...segment, words: [] })),
    words: segments.flatMap(({ id, words }) => (words.length > 0 ? [{ id, words }] : [])),
  };
}

/** Segments with the words kept for their ids, wherever they stand now. One that was added since has none. */
export function joinWords(segments: readonly Segment[], words: readonly SegmentWords[]): Segment[] {
  const byId = new Map(words.map((kept) => [kept.id, kept.words]));
  return segments.map((segment) => ({ ...segment, words: byId.get(segment.id) ?? [] }));
}
