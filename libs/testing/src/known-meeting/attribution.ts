import { assign } from './assign.ts';
import type { WordMatch } from './match-words.ts';
import type { KnownMeeting, KnownWord } from './types.ts';
import type { JudgedSpeaker, Verdict } from './verdict.ts';

type Attribution = Pick<
  Verdict,
  'speakerAttribution' | 'mergedShare' | 'sideAttribution' | 'speakerOf' | 'mixedKeys'
>;

/** Who is who, by the time their words take. `anySaid` tells a silent meeting from one of which nothing was found. */
export function attribute(
  matches: readonly WordMatch[],
  speakers: readonly JudgedSpeaker[],
  meeting: KnownMeeting | null,
  anySaid: boolean,
  mistaken: ReadonlySet<KnownWord> = new Set(),
): Attribution {
  const byKey = Map.groupBy(matches, ({ said }) => said.speakerKey);
  const keys = [...byKey.keys()];
  const names = [...new Set(matches.map(({ truly }) => truly.utterance.speaker))];
  const shared = keys.map((key) => {
    const byName = Map.groupBy(byKey.get(key) ?? [], ({ truly }) => truly.utterance.speaker);
    return names.map((name) => timeOf(byName.get(name) ?? []));
  });
  const speakerOf: Record<string, string> = {};
  for (const [row, column] of assign(shared).entries()) {
    const [key, name] = [keys[row], names[column]];
    if (key !== undefined && name !== undefined) speakerOf[key] = name;
  }

  const mostly = new Map(
    keys.map((key, row) => {
      const times = shared[row] ?? [];
      return [key, names[times.indexOf(Math.max(...times))]];
    }),
  );
  const merged = matches.filter(
    ({ truly, said }) =>
      !mistaken.has(truly) && mostly.get(said.speakerKey) !== truly.utterance.speaker,
  );

  const nothing = anySaid ? 0 : 1;
  const shareOf = (isRight: (match: WordMatch) => boolean): number =>
    matches.length === 0 ? nothing : timeOf(matches.filter(isRight)) / timeOf(matches);
  const sideOf = new Map(speakers.map(({ key, side }) => [key, side]));
  const hasSides = speakers.some(({ side }) => side !== null) || meeting?.sides !== undefined;
  return {
    speakerOf,
    speakerAttribution: shareOf(
      ({ truly, said }) => speakerOf[said.speakerKey] === truly.utterance.speaker,
    ),
    mergedShare: matches.length === 0 ? 0 : timeOf(merged) / timeOf(matches),
    sideAttribution: hasSides
      ? shareOf(({ truly, said }) => sideOf.get(said.speakerKey) === truly.side)
      : null,
    mixedKeys: keys.filter((_, row) => (shared[row] ?? []).filter((ms) => ms > 0).length > 1),
  };
}

const timeOf = (matches: readonly WordMatch[]): number =>
  matches.reduce((sum, { truly }) => sum + truly.endMs - truly.startMs, 0);
