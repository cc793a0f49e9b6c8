// Bidirectional overrides and embeddings: an unclosed one in a name turns the rest of a document around.
const steering = /[\u202a-\u202e\u2066-\u2069]/g;
const notPrintable = /[\p{Cc}\ufffe\uffff\s]+/gu;

/** A text on one line, without what no document may hold: control characters, halves of characters. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(steering, '').replace(notPrintable, ' ').trim();
}

/** The lines of a text that say anything, each as by `oneLine`. */
export function paragraphs(text: string): string[] {
  return text
    .split(/[\n\r\u2028\u2029]+/)
    .map(oneLine)
    .filter((line) => line !== '');
}

const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** Whether a paragraph begins at the right: its first letter says so, as in the Unicode bidirectional algorithm. */
export function readsRightToLeft(text: string): boolean {
  const [first = ''] = /\p{L}/u.exec(text) ?? [];
  return rightToLeft.test(first);
}
