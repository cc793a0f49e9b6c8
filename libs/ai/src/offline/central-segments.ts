import type { SpokenSegment } from '../language-model.ts';
import { contentWords } from './content-words.ts';

/** A segment with fewer content words is weighed as if it had this many: a lone word is hardly a statement. */
const fullStatementWords = 4;

interface Candidate {
  segment: SpokenSegment;
  words: string[];
}

/**
 * Up to `count` segments, the most central first: those whose words the meeting repeats most. Each choice lowers the
 * weight of its own words, so that the next one says something else (SumBasic: Nenkova and Vanderwende, 2005).
 */
export function centralSegments(
  segments: readonly SpokenSegment[],
  count: number,
): SpokenSegment[] {
  const spoken = segments.map((segment) => ({ segment, words: contentWords(segment.text) }));
  const weights = wordShares(spoken);
  const left = new Set(withoutRepeats(spoken).filter(({ words }) => words.length > 0));
  const chosen: SpokenSegment[] = [];
  while (chosen.length < count) {
    const best = heaviest(left, weights);
    if (best === null) break;
    left.delete(best);
    chosen.push(best.segment);
    for (const word of new Set(best.words)) weights.set(word, (weights.get(word) ?? 0) ** 2);
  }
  return chosen;
}

function withoutRepeats(spoken: Candidate[]): Candidate[] {
  const first = new Map(
    spoken.toReversed().map((candidate) => [candidate.words.join(' '), candidate]),
  );
  return spoken.filter((candidate) => first.get(candidate.words.join(' ')) === candidate);
}

function wordShares(spoken: Candidate[]): Map<string, number> {
  const words = spoken.flatMap((candidate) => candidate.words);
  const shares = new Map<string, number>();
  for (const word of words) shares.set(word, (shares.get(word) ?? 0) + 1 / words.length);
  return shares;
}

function heaviest(candidates: Set<Candidate>, weights: Map<string, number>): Candidate | null {
  let best: Candidate | null = null;
  let bestWeight = -Infinity;
  for (const candidate of candidates) {
    const total = candidate.words.reduce((sum, word) => sum + (weights.get(word) ?? 0), 0);
    const weight = total / Math.max(candidate.words.length, fullStatementWords);
    if (weight > bestWeight) [best, bestWeight] = [candidate, weight];
  }
  return best;
}
