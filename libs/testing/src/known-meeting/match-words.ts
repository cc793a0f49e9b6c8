import { normalise, type SpokenWord } from './spoken-words.ts';
import type { TimelineWord } from './timeline.ts';

export interface WordMatch {
  truly: TimelineWord;
  said: SpokenWord;
  /** Where the word stands in the transcript. */
  position: number;
}

/** Enough to outweigh times that are 150 ms off either way. */
const wrongSpeakerMs = 300;

/** Pairs each true word with one word of the transcript that says the same, those nearest in time first. */
export function matchWords(
  truth: readonly TimelineWord[],
  spoken: readonly SpokenWord[],
  withinMs: number,
  isSameSpeaker: (truly: TimelineWord, said: SpokenWord) => boolean,
): WordMatch[] {
  const said = spoken.map((word, position) => ({ word, position }));
  const saidByText = Map.groupBy(said, ({ word }) => normalise(word.text));
  for (const group of saidByText.values()) group.sort((a, b) => a.word.startMs - b.word.startMs);

  const pairs: (WordMatch & { cost: number })[] = [];
  for (const truly of truth) {
    const group = saidByText.get(normalise(truly.text)) ?? [];
    for (let index = firstFrom(group, truly.startMs - withinMs); index < group.length; index += 1) {
      const { word, position } = group[index] ?? {};
      if (!word || position === undefined || word.startMs > truly.startMs + withinMs) break;
      const penaltyMs = isSameSpeaker(truly, word) ? 0 : wrongSpeakerMs;
      const cost = Math.abs(word.startMs - truly.startMs) + penaltyMs;
      pairs.push({ truly, said: word, position, cost });
    }
  }
  const taken = new Set<TimelineWord | SpokenWord>();
  const chosen = pairs
    .sort((a, b) => a.cost - b.cost)
    .filter((pair) => {
      if (taken.has(pair.truly) || taken.has(pair.said)) return false;
      taken.add(pair.truly).add(pair.said);
      return true;
    });
  return uncrossed(chosen);
}

/** A word someone says twice in a row, both times a little late: the first is the first all the same. */
function uncrossed(matches: readonly WordMatch[]): WordMatch[] {
  const alike = Map.groupBy(matches, ({ truly, said }) =>
    JSON.stringify([normalise(truly.text), truly.utterance.speaker, said.speakerKey]),
  );
  return [...alike.values()].flatMap((group) => {
    const truths = group.map(({ truly }) => truly).sort((a, b) => a.startMs - b.startMs);
    return group
      .toSorted((a, b) => a.said.startMs - b.said.startMs)
      .map((match, index) => ({ ...match, truly: truths[index] ?? match.truly }));
  });
}

/** The words without a partner, run by run: a run that the meeting has said is doubled, any other is invented. */
export function sortLeftovers(
  truth: readonly TimelineWord[],
  spoken: readonly SpokenWord[],
  matches: readonly WordMatch[],
  withinMs: number,
): Record<'doubled' | 'invented', SpokenWord[]> {
  const matched = new Set(matches.map(({ said }) => said));
  const runs: SpokenWord[][] = [];
  for (const [index, word] of spoken.entries()) {
    if (matched.has(word)) continue;
    const before = spoken[index - 1];
    const goesOn = before && !matched.has(before) && before.speakerKey === word.speakerKey;
    if (goesOn) runs.at(-1)?.push(word);
    else runs.push([word]);
  }
  const isDoubled = repetitionTest(truth, withinMs);
  return {
    doubled: runs.filter(isDoubled).flat(),
    invented: runs.filter((run) => !isDoubled(run)).flat(),
  };
}

/** Whether half of a run was said at that time, or the whole of three words or more at any time. */
function repetitionTest(truth: readonly TimelineWord[], withinMs: number) {
  const byText = Map.groupBy(truth, ({ text }) => normalise(text));
  const utterances = [...new Set(truth.map(({ utterance }) => utterance))];
  const wasSaid = ({ text, startMs }: SpokenWord): boolean =>
    (byText.get(normalise(text)) ?? []).some(
      (word) => Math.abs(word.startMs - startMs) <= withinMs,
    );
  return (run: SpokenWord[]): boolean => {
    if (run.filter(wasSaid).length * 2 >= run.length) return true;
    if (run.length < 3) return false;
    const text = ` ${run.map((word) => normalise(word.text)).join(' ')} `;
    return utterances.some((utterance) => ` ${normalise(utterance.text)} `.includes(text));
  };
}

function firstFrom(group: { word: SpokenWord }[], startMs: number): number {
  let [low, high] = [0, group.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((group[middle]?.word.startMs ?? 0) < startMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
