import { spaceless } from '../stitch/spelling.ts';
import type { Utterance } from '../types.ts';

/**
 * Letters in a word. The longest that people say have less than 40 in any language that writes spaces; a longer run is
 * an address that is spelled, or a loop.
 */
const longestWord = 40;
const lettersOfWord = 8;

/** Where no space tells words apart, two characters are about one; and what is longer than words are is many. */
function wordsIn(run: string): number {
  if (spaceless.test(run)) return (run.match(/\p{L}/gu)?.length ?? 0) / 2;
  return run.length <= longestWord ? 1 : run.length / lettersOfWord;
}

/** What of an utterance is a word or a run of them, and for how many it counts. */
export function countedRuns({ text, words }: Pick<Utterance, 'text' | 'words'>): number[] {
  const runs = words.length > 0 ? words.map((word) => word.text) : text.split(/\s+/);
  return runs.map(wordsIn);
}

export const countWords = (utterances: readonly Utterance[]): number =>
  utterances.flatMap(countedRuns).reduce((sum, count) => sum + count, 0);
