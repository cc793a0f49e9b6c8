import { intersect, lengthOf, subtract, unite } from '../coverage/spans.ts';
import type { Span } from '../place.ts';
import { voiceKey, type Voice } from '../speakers/voices.ts';
import { shortestClipMs, type VoiceSound } from './alone.ts';

/** A piece of the recording in which one voice speaks, on the recording's clock. */
export interface Clip extends Span {
  voice: Voice;
}

/** A clip, and where it is in a recording of several. */
export interface ClipInLineUp {
  clip: Clip;
  at: Span;
}

/** Silence between two clips: long enough to end a turn, too short to be worth its price. */
export const pauseMs = 600;

/** How many clips of each voice, and how long they are at most; what can be had of less sound is tried further down. */
const shapes: readonly { clips: number; clipMs: number }[] = [
  ...[7_000, 6_000, 5_000, 4_000, 3_000].map((clipMs) => ({ clips: 2, clipMs })),
  ...[6_000, 5_000, 4_000, 3_000, 2_000, 1_500, 1_000].map((clipMs) => ({ clips: 1, clipMs })),
];

/**
 * The clips of each voice that fit into `mostMs` together with their pauses, as many and as long as fit, and one at the
 * least: what must be short loses clips, never voices. Each is of another turn where there are enough of them.
 * @param used what was heard before, and is not to be heard again.
 */
export function chooseClips(
  sounds: readonly VoiceSound[],
  mostMs: number,
  { used = [], longestClipMs = Infinity }: { used?: readonly Clip[]; longestClipMs?: number } = {},
): Clip[] {
  const usedOf = Map.groupBy(used, ({ voice }) => voiceKey(voice));
  const fitting = shapes.filter(({ clipMs }) => clipMs <= longestClipMs);
  const choices = (fitting.length > 0 ? fitting : shapes.slice(-1)).map((shape) =>
    sounds.flatMap((sound) => clipsOf(sound, shape, usedOf.get(voiceKey(sound.voice)) ?? [])),
  );
  return choices.find((clips) => soundingMs(clips) <= mostMs) ?? choices.at(-1) ?? [];
}

/** How long a recording of these clips is. */
export const soundingMs = (clips: readonly Span[]): number =>
  lengthOf(clips) + clips.length * pauseMs;

function clipsOf(
  { voice, stretches }: VoiceSound,
  shape: { clips: number; clipMs: number },
  own: readonly Clip[],
): Clip[] {
  const chosen: Span[] = [];
  while (chosen.length < shape.clips) {
    const taken = unite([...own, ...chosen]);
    const fresh = stretches.filter((turn) => lengthOf(intersect([turn], taken)) === 0);
    // A turn that is long enough for two clips gives another one where there is no other turn.
    const rest = stretches.flatMap((turn) => subtract([turn], taken));
    const [best] = (fresh.length > 0 ? fresh : rest)
      .map(({ startMs, endMs }) => ({ startMs, endMs: Math.min(endMs, startMs + shape.clipMs) }))
      .filter((clip) => lengthOf([clip]) >= shortestClipMs)
      .sort((a, b) => lengthOf([b]) - lengthOf([a]) || a.startMs - b.startMs);
    if (best === undefined) break;
    chosen.push(best);
  }
  return chosen.map((span) => ({ voice, ...span }));
}

/**
 * Where each clip is in a recording of them: the first clips of all voices, then the second ones, so that the same voice
 * does not follow itself. A pause is behind each.
 */
export function inLineUp(clips: readonly Clip[]): ClipInLineUp[] {
  const byVoice = [...Map.groupBy(clips, ({ voice }) => voiceKey(voice)).values()];
  const most = Math.max(0, ...byVoice.map((own) => own.length));
  const rounds = Array.from({ length: most }, (_, round) =>
    byVoice.flatMap((own) => own[round] ?? []),
  );
  let atMs = 0;
  return rounds.flat().map((clip) => {
    const at = { startMs: atMs, endMs: atMs + lengthOf([clip]) };
    atMs = at.endMs + pauseMs;
    return { clip, at };
  });
}
