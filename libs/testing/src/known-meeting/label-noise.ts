import type { Random } from './random.ts';

/** How an engine's speaker labels go wrong. The words stay what they are. */
export interface LabelNoise {
  /** Share of turns under somebody else's label, short ones more often, as in any engine. */
  mislabelled: number;
  /** Two whose voices are alike: each is taken for the other, twice as often as anybody is for anybody. */
  similar?: readonly [string, string];
}

/** A turn as it is really: who speaks, in how many words. */
export interface TrueTurn {
  speaker: string;
  words: number;
}

/** Who is taken for the speaker of each turn. Nobody is taken for somebody who is not in the audio. */
export function mistake(turns: readonly TrueTurn[], noise: LabelNoise, random: Random): string[] {
  if (noise.mislabelled === 0) return turns.map(({ speaker }) => speaker);
  const present = [...new Set(turns.map(({ speaker }) => speaker))];
  const twinOf = (speaker: string): string | undefined => {
    const [one, other] = noise.similar ?? [];
    const twin = speaker === one ? other : speaker === other ? one : undefined;
    return twin !== undefined && present.includes(twin) ? twin : undefined;
  };
  const weights = turns.map(({ speaker, words }) => {
    return (twinOf(speaker) === undefined ? 1 : 2) / Math.max(1, words);
  });
  const usual = weights.reduce((sum, weight) => sum + weight, 0) / Math.max(1, turns.length);
  return turns.map(({ speaker }, index) => {
    const chance = (noise.mislabelled * (weights[index] ?? 0)) / usual;
    const isMistaken = random.share() < chance;
    const others = present.filter((one) => one !== speaker);
    const other = others.length === 0 ? speaker : random.pick(others);
    return isMistaken ? (twinOf(speaker) ?? other) : speaker;
  });
}
