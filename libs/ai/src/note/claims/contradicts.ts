import { languageOf } from '../facts/language.ts';
import { plainText } from '../facts/plain-text.ts';
import { countsOtherwise, turnsTime } from './amounts.ts';
import { deniesGround } from './negation.ts';
import { deniesSentence } from './other-languages.ts';
import { swapsParties, type Spoken } from './parties.ts';

/** What a statement rests on, as far as a rule can read it. */
export interface Ground {
  /** The sentences its quote stands in. */
  quoted: readonly Spoken[];
  /** All that is cited. */
  cited: readonly Spoken[];
  /** All who speak in the meeting. */
  speakers: readonly string[];
  /** What is to be done is not said to be so. */
  as?: 'text' | 'task';
}

export type Contradiction = 'negation' | 'number' | 'party';

const longest = 4_000;

/**
 * What a statement turns round of the words that it rests on; null where no rule finds anything, which proves nothing. Made
 * for English; of other languages only a negation beside nearly the same words is seen, and a number put to something else.
 */
export function contradictionOf(statement: string, ground: Ground): Contradiction | null {
  const textOf = (spoken: readonly Spoken[]) =>
    plainText(spoken.map(({ text }) => text).join('\n')).slice(0, longest);
  const [claim, quoted, cited] = [
    plainText(statement),
    textOf(ground.quoted),
    textOf(ground.cited),
  ];
  const quotedTexts = new Set(ground.quoted.map(({ text }) => text));
  const others = textOf(ground.cited.filter(({ text }) => !quotedTexts.has(text)));
  if (languageOf(claim, quoted) !== 'en') {
    if (deniesSentence(claim, quoted)) return 'negation';
    return countsOtherwise(claim, cited) ? 'number' : null;
  }
  if (deniesGround(claim, { quoted, others, isTask: ground.as === 'task' })) return 'negation';
  if (countsOtherwise(claim, cited) || turnsTime(claim, cited)) return 'number';
  return swapsParties(claim, ground.quoted, cited, ground.speakers) ? 'party' : null;
}
