/** Breaks text at spaces into lines of at most `width` characters; a longer word stands alone. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

/** Wrapped text after a label, all of it in one column; `width` is the whole line's. */
export function hang(label: string, text: string, width: number): string {
  const lines = wrap(text, Math.max(20, width - label.length));
  return [
    label + (lines[0] ?? ''),
    ...lines.slice(1).map((line) => ' '.repeat(label.length) + line),
  ]
    .join('\n')
    .trimEnd();
}
