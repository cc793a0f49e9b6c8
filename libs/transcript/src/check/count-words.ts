import { spaceless } from '../stitch/spelling.ts';
import type { Utterance } from '../types.ts';

/** Where no space tells words apart, two characters are about one. */
const wordsIn = (run: string): number =>
  spaceless.test(run) ? (run.match(/\p{L}/gu)?.length ?? 0) / 2 : 1;

/** What of an utterance is a word or a run of them, and for how many it counts. */
export function countedRuns({ text, words }: Pick<Utterance, 'text' | 'words'>): number[] {
  const runs = words.length > 0 ? words.map((word) => word.text) : text.split(/\s+/);
  return runs.map(wordsIn);
}

export const countWords = (utterances: readonly Utterance[]): number =>
  utterances.flatMap(countedRuns).reduce((sum, count) => sum + count, 0);
