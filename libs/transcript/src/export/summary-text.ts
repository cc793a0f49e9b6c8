/** A point of a list, as instructions ask for it and as models write it; or more lines than one. */
const line = /^\s*(?:[-*•–—#]|\d+[.)]|\p{L}[.)])\s|\n/u;

/** Statements as one text: sentences that follow each other, or lines where a hint made them a list. */
export function composeSummary(statements: readonly { text: string }[]): string {
  const texts = statements.map(({ text }) => text.trim());
  return texts.join(texts.some((text) => line.test(text)) ? '\n' : ' ');
}
