import type { RecognizedBy } from '../stitch/seam.ts';
import type { SideSpeaker } from './side-speaker.ts';

/**
 * A label is a known speaker when at least 60 % of what either says in the overlap is agreed words of both.
 * Above a half this can hold for one label and one speaker only, so the assignment is one to one and no other
 * agrees better. Words recognized differently in the two chunks count against it.
 */
const surestShare = 0.6;
/** Fewer agreed words may be an interjection given to the wrong speaker. */
const fewestWords = 3;

export interface OverlapMatch {
  speaker: SideSpeaker;
  /** Words both chunks have under it. */
  agreedWords: number;
}

/** For each label of the later chunk the known speaker it is; labels that cannot be told are left out. */
export function matchSpeakers(
  evidence: RecognizedBy[],
  speakerOf: (earlier: number) => SideSpeaker | undefined,
  labelOf: (later: number) => string | undefined,
): Map<string, OverlapMatch> {
  const spoken = new Map<SideSpeaker, number>();
  const labelled = new Map<string, number>();
  const agreed = new Map<string, Map<SideSpeaker, number>>();
  for (const { earlier, later } of evidence) {
    const speaker = earlier === null ? undefined : speakerOf(earlier);
    const label = later === null ? undefined : labelOf(later);
    if (speaker !== undefined) add(spoken, speaker);
    if (label !== undefined) add(labelled, label);
    if (speaker === undefined || label === undefined) continue;
    const counts = agreed.get(label) ?? new Map<SideSpeaker, number>();
    agreed.set(label, counts);
    add(counts, speaker);
  }

  const matched = new Map<string, OverlapMatch>();
  for (const [label, counts] of agreed) {
    for (const [speaker, words] of counts) {
      const all = Math.max(spoken.get(speaker) ?? 0, labelled.get(label) ?? 0);
      if (words >= fewestWords && words >= surestShare * all) {
        matched.set(label, { speaker, agreedWords: words });
      }
    }
  }
  return matched;
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
