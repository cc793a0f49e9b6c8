import type { SideSpeaker } from './side-speaker.ts';
import type { SpeakerDecision } from './types.ts';

/** A speaker as the overlaps alone tell them. */
export interface KnownSpeaker {
  key: string;
  side: number | null;
  speaker: SideSpeaker;
}

/**
 * Who each speaker is after the decisions, in their order. Left out are those that contradict what is known
 * or was decided before: a speaker of another side, two labels of one chunk as one person, a label decided twice,
 * a label or key that is not there.
 */
export function decideSpeakers(
  known: KnownSpeaker[],
  decisions: SpeakerDecision[],
): (speaker: SideSpeaker) => SideSpeaker {
  const mergedInto = new Map<SideSpeaker, SideSpeaker>();
  const current = (speaker: SideSpeaker): SideSpeaker => {
    const next = mergedInto.get(speaker);
    return next === undefined ? speaker : current(next);
  };
  for (const { side, chunk, label, speakerKey } of decisions) {
    const own = known.filter((candidate) => candidate.side === side);
    const labelled = own.find(({ speaker }) =>
      speaker.heardAs.some((heard) => heard.chunk === chunk && heard.label === label),
    )?.speaker;
    const named = own.find(({ key }) => key === speakerKey)?.speaker;
    if (labelled === undefined || named === undefined || mergedInto.has(labelled)) continue;
    const [from, into] = [labelled, current(named)];
    if (from === into || shareChunk(from, into)) continue;
    mergedInto.set(from, into);
    into.heardAs = [...into.heardAs, ...from.heardAs].sort((a, b) => a.chunk - b.chunk);
  }
  return current;
}

/** Two labels of one chunk are two people. */
export function shareChunk(a: SideSpeaker, b: SideSpeaker): boolean {
  const chunks = new Set(a.heardAs.map(({ chunk }) => chunk));
  return b.heardAs.some(({ chunk }) => chunks.has(chunk));
}
