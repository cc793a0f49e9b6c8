import type { MeasuredSegment, MeasuredWord } from './types.ts';

/** The words of a text without case and punctuation. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}']+/gu) ?? [];
}

/**
 * The words of segments in order of time. Words without times of their own share that of their segment by their letters,
 * as MeetEval's `character_based` does.
 */
export function timedWords(segments: readonly MeasuredSegment[]): MeasuredWord[] {
  return segments
    .toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
    .flatMap(({ words, ...segment }) =>
      words === undefined || words.length === 0 ? spread(segment) : words.flatMap(spread),
    );
}

function spread({ text, startMs, endMs }: MeasuredWord): MeasuredWord[] {
  const words = wordsOf(text);
  const letters = words.reduce((sum, { length }) => sum + length, 0);
  let before = 0;
  const at = () => startMs + ((endMs - startMs) * before) / Math.max(letters, 1);
  return words.map((word) => {
    const from = at();
    before += word.length;
    return { text: word, startMs: from, endMs: at() };
  });
}
