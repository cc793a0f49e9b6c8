// A fixed locale: the machine's own must not change the numbers. Chinese, Japanese and Thai are split all the same.
const LOCALE = 'en';

/** Word-like segments of the text by Unicode text segmentation (UAX #29). */
export function countWords(text: string): number {
  const segments = new Intl.Segmenter(LOCALE, { granularity: 'word' }).segment(text);
  return [...segments].filter(({ isWordLike }) => isWordLike === true).length;
}

const PUNCTUATION = /[.,;:!?…。、，；：！？]/u;
const QUESTION_MARK = /[?？]/u;
/** A question mark, then at most more marks, closing quotes or brackets. */
const ENDS_AS_QUESTION = /[?？][?？!！\p{Pe}\p{Pf}"'\s]*$/u;

const INTERROGATIVE = "(?:what|how|when|where|who|whose|whom|why|which)(?:['’](?:s|re|d|ll|ve))?";
const AUXILIARY =
  "(?:(?:can|could|will|would|shall|should|may|do|does|did|am|are|is|was|were|have|has|had)(?:n?['’]t)?|won['’]t)";
const SUBJECT =
  '(?:i|you|we|they|he|she|it|this|that|these|those|there|anyone|anybody|everyone|everybody)';
/** 'Do it' and 'have that' ask nobody. */
const COMMAND = '(?:do|have)\\s+(?:it|this|that|these|those|there)';
const OPENS_AS_QUESTION = new RegExp(
  `^\\s*(?!${COMMAND})(?:${INTERROGATIVE}|${AUXILIARY}\\s+${SUBJECT})(?![\\p{L}'’])`,
  'iu',
);

/**
 * Questions in one segment's text: its sentences that end in a question mark. Some recognizers write no
 * punctuation; a text without any counts as one question when it opens like one in English.
 */
export function countQuestions(text: string): number {
  if (!PUNCTUATION.test(text)) return OPENS_AS_QUESTION.test(text) ? 1 : 0;
  if (!QUESTION_MARK.test(text)) return 0;
  const sentences = new Intl.Segmenter(LOCALE, { granularity: 'sentence' }).segment(text);
  return [...sentences].filter(({ segment }) => ENDS_AS_QUESTION.test(segment)).length;
}
