import { spaceless } from '../stitch/spelling.ts';
import type { Utterance } from '../types.ts';

/** People say a thing three or four times, a chant perhaps six. */
const repetitions = 8;
/** The longest phrase that is looked for: about two sentences. */
const longestPhraseWords = 40;

/** Whether some phrase is said eight times in a row, the mark of a model that has lost the audio. */
export function hasRepetitionLoop(utterances: readonly Utterance[]): boolean {
  // Who says a word belongs to it: a roll call where everyone answers "here" is not a loop.
  const said = utterances.flatMap(({ speaker, text }) =>
    wordsOf(text).map((word) => `${speaker} ${word}`),
  );
  for (let length = 1; length <= longestPhraseWords; length += 1) {
    let alike = 0;
    for (let index = length; index < said.length; index += 1) {
      alike = said[index] === said[index - length] ? alike + 1 : 0;
      // A character alone is half a word: people laugh in more than eight.
      const isHalfWord = length === 1 && spaceless.test(said[index] ?? '');
      if (alike === length * (repetitions - 1) && !isHalfWord) return true;
    }
  }
  return false;
}

/** A longer run of letters is no word, and is taken apart: then what is repeated in it without a space shows. */
const longestWord = 200;

/** Words; where a script puts no space between them, characters. */
const unit = new RegExp(
  `(?:(?!${spaceless.source})[\\p{L}\\p{M}\\p{N}]){1,${longestWord}}|[\\p{L}\\p{M}\\p{N}]`,
  'gu',
);

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(unit) ?? [];
}
