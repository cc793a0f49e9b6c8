import { intersect, lengthOf, unite } from '../coverage/spans.ts';
import type { Span } from '../place.ts';
import type { Utterance } from '../types.ts';
import { soundIn } from './holes.ts';
import type { CheckedAudio, Fault } from './types.ts';

/** A good clock is off by less than this (ms): what lies nearer to sound may be in it. */
const clockErrorMs = 300;
/** By chance a clock that has lost the sound is as often in silence as anything; half of that is no chance any more. */
const chanceShare = 0.5;
/** Less silence than this (ms) says nothing. */
const leastSilenceMs = 1_500;
/** This much sound at an end has no words where times are pressed together: a share of all sound, and in ms. */
const endShare = 0.08;
const leastEndMs = 3_000;
/** Words in one silence alone are an invention, unless this much of the sound at an end has none. */
const largeEndShare = 0.15;
/** As many edges of turns must be expected in silences by chance for their absence to say that the turns are right. */
const leastExpectedEdges = 3;

/**
 * Times that are all pressed together, where audio is too short for its long silences to tell: sound at an end has no
 * words, and the words that there are lie in silence as if by chance. A good answer that lacks a part, or sound that is
 * no speech, leaves the other words on the sound.
 */
export function findStretchedClock(
  utterances: readonly Utterance[],
  audio: CheckedAudio,
): Fault | null {
  const spoken = unite(utterances.flatMap(({ words }) => words));
  const [first, last] = [spoken.at(0), spoken.at(-1)];
  if (first === undefined || last === undefined) return null;
  const extent = { startMs: first.startMs, endMs: last.endMs };
  const soundMs = lengthOf(soundIn(audio));
  const endMs = wordlessEndMs(extent, audio);
  if (endMs < Math.max(leastEndMs, endShare * soundMs)) return null;

  const deep = audio.silences.flatMap(({ startMs, endMs }): Span[] => {
    const inner = { startMs: startMs + clockErrorMs, endMs: endMs - clockErrorMs };
    return inner.endMs > inner.startMs ? intersect([inner], [extent]) : [];
  });
  const share = lengthOf(deep) / lengthOf([extent]);
  const filled = deep.filter((silence) => intersect(spoken, [silence]).length > 0);
  const isByChance =
    lengthOf(deep) >= leastSilenceMs &&
    filled.length >= (endMs >= largeEndShare * soundMs ? 1 : 2) &&
    lengthOf(intersect(spoken, deep)) >= chanceShare * share * lengthOf(spoken) &&
    !turnsFit(utterances, deep, share);
  if (!isByChance) return null;
  const detail = 'its words lie where the audio is silent as if by chance, and an end has none';
  return { reason: 'wrong_times', detail };
}

/** The sound before the first word or behind the last, whichever is more. */
function wordlessEndMs(extent: Span, audio: CheckedAudio): number {
  const sound = soundIn(audio);
  const ends = [
    { startMs: 0, endMs: extent.startMs },
    { startMs: extent.endMs, endMs: audio.durationMs },
  ];
  return Math.max(...ends.map((end) => lengthOf(intersect(sound, [end]))));
}

/** Whether turns keep out of the silences: then their words are only spread over them, and their clock is right. */
function turnsFit(
  utterances: readonly Utterance[],
  silences: readonly Span[],
  share: number,
): boolean {
  const edges = utterances.flatMap(({ startMs, endMs }) => [startMs, endMs]);
  const expected = share * edges.length;
  const lost = edges.filter((ms) =>
    silences.some(({ startMs, endMs }) => ms > startMs && ms < endMs),
  );
  return expected >= leastExpectedEdges && lost.length < chanceShare * expected;
}
