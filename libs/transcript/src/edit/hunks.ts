import type { Segment, Word } from '../types.ts';
import type { Hunk } from './lineage.ts';

/**
 * Puts what stands behind in the place of what stood before.
 * @returns null where something else stands there by now: nothing is written over.
 */
export function applyHunks(segments: readonly Segment[], hunks: readonly Hunk[]): Segment[] | null {
  const places = new Map(segments.map(({ id }, place) => [id, place]));
  const byPlace = new Map<number, Hunk>();
  for (const hunk of hunks) {
    const at = places.get(hunk.before[0]?.id ?? NaN);
    if (at === undefined) return null;
    if (!hunk.before.every((was, index) => isSame(segments[at + index], was))) return null;
    const own = new Set(hunk.before.map(({ id }) => id));
    if (hunk.after.some(({ id }) => places.has(id) && !own.has(id))) return null;
    byPlace.set(at, hunk);
  }
  const result: Segment[] = [];
  let passed = 0;
  for (const [at, segment] of segments.entries()) {
    const hunk = byPlace.get(at);
    if (hunk !== undefined) {
      result.push(...hunk.after);
      passed = at + hunk.before.length;
    } else if (at >= passed) result.push(segment);
  }
  return result;
}

/** What takes it back. */
export const invertHunks = (hunks: readonly Hunk[]): Hunk[] =>
  hunks.map(({ before, after }) => ({ before: after, after: before }));

export const isSame = (one: Segment | undefined, other: Segment): boolean =>
  one?.id === other.id &&
  one.speakerKey === other.speakerKey &&
  one.text === other.text &&
  one.startMs === other.startMs &&
  one.endMs === other.endMs &&
  one.words.length === other.words.length &&
  one.words.every((word, index) => isSameWord(word, other.words[index]));

const isSameWord = (one: Word, other: Word | undefined): boolean =>
  one.text === other?.text &&
  one.startMs === other.startMs &&
  one.endMs === other.endMs &&
  one.confidence === other.confidence;
