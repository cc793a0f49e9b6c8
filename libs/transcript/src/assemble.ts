import { mergePhrases } from './merge.ts';
import { splitAtPauses } from './phrases.ts';
import { stitchChunks } from './stitch.ts';
import type { Segment, Speaker, TranscribedPart } from './types.ts';

export interface Transcript {
  /** By start; starts never run back. */
  segments: Segment[];
  /** In order of first speaking: `S1` is `Speaker1`. */
  speakers: Speaker[];
}

/**
 * What was heard on each recording as one transcript, turns of all sides in the order they began. Times are
 * integer ms, inside the audio the parts cover. The same label on two sides is two speakers: labels are
 * local to one recognition.
 * @throws RangeError when a recording has more than one chunk (see `stitchChunks`).
 */
export function assembleTranscript(parts: TranscribedPart[]): Transcript {
  const sides = [...Map.groupBy(parts, (part) => part.side)];
  // Parts arrive in any order; whoever starts at the same instant must not depend on it.
  sides.sort(([a], [b]) => (a ?? 0) - (b ?? 0));
  const phrases = sides
    .flatMap(([side, chunks]) =>
      stitchChunks(chunks)
        .flatMap(splitAtPauses)
        .map((phrase) => ({ side, phrase })),
    )
    .sort((a, b) => a.phrase.startMs - b.phrase.startMs);

  const speakers = new Map<string, Speaker>();
  const spoken = phrases.map(({ side, phrase }) => {
    const voice = `${side ?? ''}:${phrase.speaker}`;
    const number = speakers.size + 1;
    const speaker = speakers.get(voice) ?? { key: `S${number}`, label: `Speaker${number}`, side };
    speakers.set(voice, speaker);
    return { ...phrase, speaker: speaker.key };
  });
  return { segments: mergePhrases(spoken), speakers: [...speakers.values()] };
}
