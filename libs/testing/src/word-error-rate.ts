/**
 * Substituted, missing and added words, as a share of the words really said. Case and punctuation do not count.
 * Can exceed 1 when more is heard than was said.
 */
export function wordErrorRate(truth: string, heard: string): number {
  const said = wordsOf(truth);
  return editDistance(said, wordsOf(heard)) / said.length;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}

function editDistance(from: string[], to: string[]): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, word] of from.entries()) {
    const next = [i + 1];
    for (const [j, other] of to.entries()) {
      const substitution = (row[j] ?? 0) + (word === other ? 0 : 1);
      next.push(Math.min(substitution, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
