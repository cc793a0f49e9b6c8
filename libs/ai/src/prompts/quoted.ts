// All that Unicode and terminals take for the end of a line.
const lineBreak = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;

/** Somebody's text, each line behind a mark of ours, so that none can pass for a line we wrote. */
export function quoted(text: string): string {
  return text
    .trim()
    .split(lineBreak)
    .map((line) => `> ${line}`)
    .join('\n');
}
