import type { KnownSpeaker } from './decide-speakers.ts';
import { areTwo } from './side-speaker.ts';
import type { Segment, UnmatchedSpeaker } from '../types.ts';

/** The speakers that may be one who spoke earlier on their side, where the overlaps could not tell. */
export function findUnmatched(speakers: KnownSpeaker[], segments: Segment[]): UnmatchedSpeaker[] {
  const talkMs = new Map<string, number>();
  for (const { speakerKey, startMs, endMs } of segments) {
    talkMs.set(speakerKey, (talkMs.get(speakerKey) ?? 0) + endMs - startMs);
  }
  return speakers.flatMap(({ key, side, speaker }): UnmatchedSpeaker[] => {
    const [first] = speaker.labels;
    if (first === undefined) return [];
    const { chunk, label } = first;
    const candidates = speakers
      .filter((other) => other.side === side && (other.speaker.labels[0]?.chunk ?? chunk) < chunk)
      .filter((other) => !areTwo(other.speaker, speaker))
      .map((other) => other.key);
    if (candidates.length === 0) return [];
    return [{ side, chunk, label, speakerKey: key, talkMs: talkMs.get(key) ?? 0, candidates }];
  });
}
