import { areTwo, joinSpeakers, personsOf, type SideSpeaker } from './side-speaker.ts';

/**
 * Makes one speaker of those a line-up heard as one person. Where the overlaps say that two of them cannot be, as both
 * have a label in one chunk, those two stay apart from everybody.
 * @param speakers in order of first speaking.
 */
export function joinHeard(speakers: readonly SideSpeaker[]): (speaker: SideSpeaker) => SideSpeaker {
  const joined = new Map<SideSpeaker, SideSpeaker>();
  const heard = speakers.filter((speaker) => personsOf(speaker).length > 0);
  for (const same of Map.groupBy(heard, (speaker) => personsOf(speaker)[0]).values()) {
    const clear = same.filter(
      (speaker) => !same.some((other) => other !== speaker && areTwo(other, speaker)),
    );
    const person = joinSpeakers(clear, 'line_up');
    for (const speaker of clear) joined.set(speaker, person);
  }
  return (speaker) => joined.get(speaker) ?? speaker;
}
