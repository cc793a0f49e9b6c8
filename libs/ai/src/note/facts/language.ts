import { isCommonWord } from './common-words.ts';

/** As far as the rules differ. English alone has a list of its common words, and German alone writes nouns like names. */
export type Language = 'en' | 'de' | 'other';

const functionWords: Readonly<Record<'en' | 'de' | 'romance', ReadonlySet<string>>> = {
  en: new Set(
    `the and of to is was were will would with for they that this not on by has have had be been it at as are from we
    you our their his her she he but if or should can could about into than then there what when who which i i'll we'll
    don't won't didn't isn't can't it's that's`.split(/\s+/),
  ),
  de: new Set(
    `der die das und ist nicht wird werden mit für ein eine einen einem einer den dem des auf von sich zu hat haben im am
    zum zur es sie wir ich ihr bei nach aus auch noch bis dass kann soll sollen war waren wurde wurden kein keine`.split(
      /\s+/,
    ),
  ),
  romance: new Set(
    `el la los las del que y en un una por con para se es su lo al le les des et une du dans pour qui sur est ne pas il di
    che e per non i gli della sono è da o os as um uma não do na no`.split(/\s+/),
  ),
};

/** The language of a plain text by its small words; null where there are none of a language that is known. */
function told(plain: string, fewest: number): Language | null {
  const words = plain.toLowerCase().match(/[\p{L}']+/gu) ?? [];
  const count = (language: keyof typeof functionWords) =>
    words.filter((word) => functionWords[language].has(word)).length;
  const [english, german, romance] = [count('en'), count('de'), count('romance')];
  if (Math.max(english, german, romance) < fewest) return null;
  if (german > english && german >= romance) return 'de';
  return english > 0 && english >= romance ? 'en' : 'other';
}

/** Whether nearly all words of a text are English ones; a line of a note may have no small words. */
function isEnglish(plain: string): boolean {
  const words = plain.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
  const common = words.slice(0, 100).filter(isCommonWord);
  return words.length > 0 && common.length >= 0.7 * Math.min(words.length, 100);
}

/** The language of a statement, or of the words it rests on where it is too short to tell. */
export const languageOf = (statement: string, source: string): Language =>
  told(statement, 2) ??
  told(source, 2) ??
  told(statement, 1) ??
  told(source, 1) ??
  (isEnglish(statement) || isEnglish(source) ? 'en' : 'other');
