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
