/** Text as one line that every client and database takes: no control characters, no half characters. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();

/** The text cut after a whole word where it is longer; the ellipsis says so. */
export function shortened(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const room = text.slice(0, maxLength);
  const lastSpace = room.lastIndexOf(' ');
  const cut = lastSpace > 0 ? room.slice(0, lastSpace) : room.slice(0, -1);
  return `${cut.toWellFormed().replace(/[\s\p{P}\ufffd]+$/u, '')}…`;
}

/** The first sentences of a text. */
function firstSentences(text: string, count: number): string {
  const sentences = [...new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(text)];
  return sentences
    .slice(0, count)
    .map(({ segment }) => segment)
    .join('')
    .trim();
}

const maxTitleLength = 80;
const maxDescriptionSentences = 3;
const maxDescriptionLength = 600;

/** A model's words as a title: one line of at most 80 characters; empty when there are none. */
export const asTitle = (text: string): string =>
  shortened(oneLine(text).replace(/\.$/, ''), maxTitleLength);

/** A model's words as a description: at most three sentences; empty when there are none. */
export const asDescription = (text: string): string =>
  shortened(firstSentences(oneLine(text), maxDescriptionSentences), maxDescriptionLength);
