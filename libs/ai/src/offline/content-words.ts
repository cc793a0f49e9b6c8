/** Words that say nothing about the subject, and the courtesies of a call. */
const stopWords = new Set(
  `a about after again all also am an and any are as at be because been before being but by can cannot could did do
  does doing don't down during each few for from further get go going good got had has have having he hello her here
  hi him his how i i'd i'll i'm i've if in into is isn't it it's its just know let let's like me more morning most my
  no not now of off ok okay on once only or other our out over own perfect please really right same say see she should
  so some such sure take than thank thanks that that's the their them then there these they thing things this those
  through to today too under until up us very want was way we we'll we're well were what when where which while who why
  will with would yeah yes you you're your`.split(/\s+/),
);

/** The words of a text that carry its subject, lower-case, with repeats. */
export function contentWords(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}\p{N}]+(?:'\p{L}+)*/gu) ?? [];
  return words.filter((word) => !stopWords.has(word));
}
