import type { OverlapMatch } from './match-speakers.ts';
import {
  personOf,
  personsOf,
  wereHeardAsTwo,
  type ChunkLabel,
  type SideSpeaker,
} from './side-speaker.ts';
import type { HeardVoice } from './voices.ts';

interface Introduced {
  chunk: number;
  labels: ReadonlySet<string>;
  /** What the overlap with earlier chunks shows. */
  matched: ReadonlyMap<string, OverlapMatch>;
  /** Voices of all chunks that were in a line-up. */
  heard: readonly HeardVoice[];
}

/** One clip is not enough to say who somebody is against the words of an overlap. */
const fewestClipsAgainstWords = 2;

/**
 * The speakers of a chunk by their label: known ones as matched, the others new. Where overlap and line-up contradict
 * each other the two stay apart.
 */
export function introduce(introduced: Introduced): Map<string, SideSpeaker> {
  return new Map(
    [...introduced.labels].map((label) => {
      const [own, known] = labelOf(label, introduced);
      const speaker = known ?? { labels: [] };
      speaker.labels.push(own);
      return [label, speaker];
    }),
  );
}

/** The label, and the known speaker that it is; null for somebody new. */
function labelOf(
  label: string,
  { chunk, matched, heard }: Introduced,
): [ChunkLabel, SideSpeaker | null] {
  const match = matched.get(label);
  const own = heard.find((voice) => voice.chunk === chunk && voice.label === label);
  const heardAs = own === undefined ? null : { among: own.among, clips: own.clips };
  const alone = { chunk, label, matchedBy: null, agreedWords: 0, heard: heardAs } as const;
  if (match === undefined) return [alone, null];
  const { speaker, agreedWords } = match;
  const newcomer = { labels: [alone] };
  if (!wereHeardAsTwo(speaker, newcomer) && !areParted(speaker, newcomer, heard)) {
    return [{ ...alone, matchedBy: 'overlap', agreedWords }, speaker];
  }
  const isSure = (heardAs?.clips ?? 0) >= fewestClipsAgainstWords;
  return [isSure ? alone : { ...alone, heard: null }, null];
}

/** Whether the person that one of the two was heard as is somebody else in a chunk of the other. */
function areParted(a: SideSpeaker, b: SideSpeaker, heard: readonly HeardVoice[]): boolean {
  return isElsewhere(a, b, heard) || isElsewhere(b, a, heard);
}

function isElsewhere(a: SideSpeaker, b: SideSpeaker, heard: readonly HeardVoice[]): boolean {
  const persons: (number | null)[] = personsOf(a);
  return b.labels.some(({ chunk, label }) =>
    heard.some(
      (voice) =>
        voice.chunk === chunk &&
        voice.label !== label &&
        voice.clips >= fewestClipsAgainstWords &&
        persons.includes(personOf(voice)),
    ),
  );
}
