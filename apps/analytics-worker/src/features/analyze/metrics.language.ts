// A fixed locale: the machine's own must not change the numbers. Chinese, Japanese and Thai are split all the same.
const locale = 'en';

/** Word-like segments of the text by Unicode text segmentation (UAX #29). */
export function countWords(text: string): number {
  const segments = new Intl.Segmenter(locale, { granularity: 'word' }).segment(text);
  return [...segments].filter(({ isWordLike }) => isWordLike === true).length;
}

const punctuation = /[.,;:!?…。、，；：！？]/u;
const questionMark = /[?？]/u;
/** A question mark, then at most more marks, closing quotes or brackets. */
const endsAsQuestion = /[?？][?？!！\p{Pe}\p{Pf}"'\s]*$/u;

const interrogative = "(?:what|how|when|where|who|whose|whom|why|which)(?:['’](?:s|re|d|ll|ve))?";
const auxiliary =
  "(?:(?:can|could|will|would|shall|should|may|do|does|did|am|are|is|was|were|have|has|had)(?:n?['’]t)?|won['’]t)";
const subject =
  '(?:i|you|we|they|he|she|it|this|that|these|those|there|anyone|anybody|everyone|everybody)';
/** 'Do it' and 'have that' ask nobody. */
const command = '(?:do|have)\\s+(?:it|this|that|these|those|there)';
const opensAsQuestion = new RegExp(
  `^\\s*(?!${command})(?:${interrogative}|${auxiliary}\\s+${subject})(?![\\p{L}'’])`,
  'iu',
);

/**
 * Questions in one segment's text: its sentences that end in a question mark. Some recognizers write no
 * punctuation; a text without any counts as one question when it opens like one in English.
 */
export function countQuestions(text: string): number {
  if (!punctuation.test(text)) return opensAsQuestion.test(text) ? 1 : 0;
  if (!questionMark.test(text)) return 0;
  const sentences = new Intl.Segmenter(locale, { granularity: 'sentence' }).segment(text);
  return [...sentences].filter(({ segment }) => endsAsQuestion.test(segment)).length;
}
