import type { Segment, Utterance } from '../types.ts';

/** A shorter gap (ms) does not end what someone is saying. */
export const mergeGapMs = 1_000;
/** A merged segment (ms) stays short enough to read, to play and to point at. */
const maxSegmentMs = 30_000;

/**
 * Phrases in order of start, `speaker` a meeting speaker's key, as segments: what one speaker says without
 * a gap and without anyone beginning in between is one segment, up to 30 s. A longer phrase stays whole.
 */
export function mergePhrases(phrases: Utterance[]): Segment[] {
  const segments: Segment[] = [];
  for (const phrase of phrases) {
    const last = segments.at(-1);
    const { speaker: speakerKey, text, startMs, endMs, words } = phrase;
    if (last !== undefined && belongsTo(last, phrase)) {
      last.text = joinText(last.text, text);
      last.endMs = Math.max(last.endMs, endMs);
      for (const word of words) last.words.push(word);
    } else {
      segments.push({ id: segments.length, speakerKey, text, startMs, endMs, words: [...words] });
    }
  }
  return segments;
}

function belongsTo(segment: Segment, phrase: Utterance): boolean {
  return (
    segment.speakerKey === phrase.speaker &&
    phrase.startMs - segment.endMs < mergeGapMs &&
    Math.max(segment.endMs, phrase.endMs) - segment.startMs <= maxSegmentMs
  );
}

/** Chinese and Japanese write no space between words; one put there would change the text. */
export function joinText(before: string, after: string): string {
  const spaceless =
    /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]$/u.test(before) ||
    /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]/u.test(after);
  return spaceless ? before + after : `${before} ${after}`;
}
