import { intersect, lengthOf, unite } from '../coverage/spans.ts';
import { spansOf, type Span } from '../place.ts';
import { voiceKey, type Voice } from '../speakers/voices.ts';
import type { Utterance } from '../types.ts';

/** A clip as it lies in a line-up, in ms of that. */
export interface PlacedClip extends Span {
  voice: Voice;
}

/** What an engine heard in the clips of a line-up. */
export interface HeardClips {
  /** For each voice (by its key) the label of all its clips; voices that were not heard as one person are missing. */
  labelOf: Map<string, { label: string; clips: number }>;
  /** For each voice that was heard as two, or in clips that disagree, the labels of them. */
  unclear: Map<string, string[]>;
  /** How many people the engine told apart. */
  labels: number;
}

/** A clip is one person's when this much of what was recognized in it is. */
const ownShare = 0.8;
/** Less recognized sound of a clip is a stray word. */
const leastHeardMs = 300;

/** Who is heard in each clip: voices of one label are one person to the engine. */
export function hearClips(
  clips: readonly PlacedClip[],
  utterances: readonly Utterance[],
): HeardClips {
  const byLabel = new Map(
    [...Map.groupBy(utterances, ({ speaker }) => speaker)].map(([label, said]) => {
      return [label, unite(said.flatMap(spansOf))] as const;
    }),
  );
  const heard: HeardClips = { labelOf: new Map(), unclear: new Map(), labels: byLabel.size };
  for (const [key, own] of Map.groupBy(clips, ({ voice }) => voiceKey(voice))) {
    const heardIn = own
      .map((clip) => labelsIn(clip, byLabel))
      .filter((labels) => labels.length > 0);
    const labels = [...new Set(heardIn.flat())];
    const [label] = labels;
    if (label === undefined) continue;
    if (labels.length === 1) heard.labelOf.set(key, { label, clips: heardIn.length });
    else heard.unclear.set(key, labels);
  }
  return heard;
}

/** The label of a clip; those of both where it is two people's, none where too little of it was recognized. */
function labelsIn(clip: Span, byLabel: ReadonlyMap<string, Span[]>): string[] {
  const times = [...byLabel]
    .map(([label, spans]) => ({ label, ms: lengthOf(intersect(spans, [clip])) }))
    .filter(({ ms }) => ms > 0)
    .sort((a, b) => b.ms - a.ms);
  const heardMs = times.reduce((sum, { ms }) => sum + ms, 0);
  if (heardMs < leastHeardMs) return [];
  const [first] = times;
  if (first !== undefined && first.ms >= ownShare * heardMs) return [first.label];
  return times.map(({ label }) => label);
}
