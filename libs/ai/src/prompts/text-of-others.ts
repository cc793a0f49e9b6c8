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

/** On one line: JSON leaves some characters as they are that Unicode takes for the end of a line. */
export const jsonLine = (value: object): string =>
  JSON.stringify(value).replace(
    /[\u0085\u2028\u2029]/g,
    (lineBreak) => `\\u${lineBreak.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
