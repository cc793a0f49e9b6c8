import type { Utterance } from '../types.ts';
import type { HeardVoice } from './voices.ts';

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
  /** Who it was heard as in a line-up, and in how many clips; null where it was in none. */
  heard: Pick<HeardVoice, 'among' | 'clips'> | null;
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

/** Nobody that one of them may be is who the other one may be. */
export function wereHeardAsTwo(a: SideSpeaker, b: SideSpeaker): boolean {
  return heardOf(b).some((one) =>
    heardOf(a).some((other) => !one.among.some((person) => other.among.includes(person))),
  );
}

/** Who a line-up heard a speaker as, for certain. */
export function personsOf(speaker: SideSpeaker): number[] {
  return heardOf(speaker).flatMap((heard) => personOf(heard) ?? []);
}

/** Null where the clips of a voice disagree. */
export function personOf({ among }: Pick<HeardVoice, 'among'>): number | null {
  return among.length === 1 ? (among[0] ?? null) : null;
}

function heardOf({ labels }: SideSpeaker) {
  return labels.flatMap(({ heard }) => heard ?? []);
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
