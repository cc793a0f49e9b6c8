import { joinText, mergeGapMs } from './merge.ts';
import type { SideSpeaker, Stretch } from '../speakers/side-speaker.ts';
import type { Utterance } from '../types.ts';

/** Utterances that ran through a seam as one again, where both halves are the same speaker's. */
export function joinCut(
  stretches: Stretch[],
  speakerOf: (speaker: SideSpeaker) => SideSpeaker,
): Stretch[] {
  const inOrder = stretches.toSorted((a, b) => a.utterance.startMs - b.utterance.startMs);
  const latest = new Map<SideSpeaker, number>();
  const joined: Stretch[] = [];
  for (const stretch of inOrder) {
    const speaker = speakerOf(stretch.speaker);
    const at = latest.get(speaker) ?? -1;
    const before = joined[at];
    if (before !== undefined && runsThrough(before, stretch)) {
      const utterance = joinUtterances(before.utterance, stretch.utterance);
      joined[at] = { ...stretch, speaker, startCutBy: before.startCutBy, utterance };
    } else {
      latest.set(speaker, joined.push({ ...stretch, speaker }) - 1);
    }
  }
  return joined;
}

/**
 * Cut by the seam on both its sides, or on one and going on at once: in one of the chunks the utterance has no end
 * there.
 */
function runsThrough(before: Stretch, after: Stretch): boolean {
  if (before.chunk === after.chunk) return false;
  if (before.endCutBy !== undefined && before.endCutBy === after.startCutBy) return true;
  const cut = before.endCutBy !== undefined || after.startCutBy !== undefined;
  return cut && after.utterance.startMs - before.utterance.endMs < mergeGapMs;
}

function joinUtterances(before: Utterance, after: Utterance): Utterance {
  const [head] = after.words;
  const words = before.words.map((word) =>
    head === undefined
      ? word
      : { ...word, endMs: Math.max(word.startMs, Math.min(word.endMs, head.startMs)) },
  );
  return {
    ...after,
    text: joinText(before.text, after.text),
    startMs: before.startMs,
    endMs: Math.max(before.endMs, after.endMs),
    words: [...words, ...after.words],
  };
}
