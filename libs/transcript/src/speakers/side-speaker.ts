import type { Utterance } from '../types.ts';

/** How a label was found to be somebody who spoke in an earlier chunk. */
export type MatchedBy = 'overlap' | 'line_up' | 'said';

/** A label and the chunk that uses it: labels are local to a chunk. */
export interface ChunkLabel {
  chunk: number;
  label: string;
  /** Null for the first label of a speaker, and for what was joined to nobody. */
  matchedBy: MatchedBy | null;
  /** Words that both chunks have under this label and its speaker; 0 where the overlap did not show it. */
  agreedWords: number;
  /** Who it was heard as in a line-up, and in how many clips; null where it was in none, or not heard clearly. */
  heard: { person: number; clips: number } | null;
}

/** One person on one side, and what the chunks call them, in order of chunk; at most one label a chunk. */
export interface SideSpeaker {
  labels: ChunkLabel[];
}

/** An utterance on the recording's clock with its speaker, and the seams (their numbers) that cut it. */
export interface Stretch {
  chunk: number;
  speaker: SideSpeaker;
  utterance: Utterance;
  startCutBy?: number | undefined;
  endCutBy?: number | undefined;
}

/** Two labels of one chunk are two people, and so are two that a line-up heard as two. */
export function areTwo(a: SideSpeaker, b: SideSpeaker): boolean {
  const chunks = new Set(a.labels.map(({ chunk }) => chunk));
  return b.labels.some(({ chunk }) => chunks.has(chunk)) || wereHeardAsTwo(a, b);
}

export function wereHeardAsTwo(a: SideSpeaker, b: SideSpeaker): boolean {
  return personsOf(b).some((one) => personsOf(a).some((other) => one !== other));
}

/** Who a line-up heard a speaker as. */
export function personsOf({ labels }: SideSpeaker): number[] {
  return labels.flatMap(({ heard }) => (heard === null ? [] : [heard.person]));
}

/** Makes one speaker of several, the first of them, and says how the others were found to be the same. */
export function joinSpeakers(
  [first, ...others]: readonly SideSpeaker[],
  matchedBy: MatchedBy,
): SideSpeaker {
  if (first === undefined) return { labels: [] };
  const found = others.flatMap(({ labels }) =>
    labels.map((label) => ({ ...label, matchedBy: label.matchedBy ?? matchedBy })),
  );
  first.labels = [...first.labels, ...found].sort((a, b) => a.chunk - b.chunk);
  return first;
}
