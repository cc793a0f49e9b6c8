import type { MeetingMetrics } from './meeting-metrics.ts';
import { sharesOf } from './shares.ts';

type SpeakerMetrics = MeetingMetrics['speakers'][number];

export type NamedMetrics = Omit<MeetingMetrics, 'speakers'> & {
  speakers: (SpeakerMetrics & { name: string })[];
};

/**
 * The metrics with today's names. Speakers who are called the same are shown as one, under the key of the first: times
 * and counts are added up, share and speed are made from the sums, and the longest monologue is the longest of any of
 * them.
 */
export function nameMetrics(
  metrics: MeetingMetrics,
  names: readonly { key: string; name: string }[],
): NamedMetrics {
  const calledNow = new Map(names.map(({ key, name }) => [key, name]));
  const groups = Map.groupBy(metrics.speakers, ({ key, label }) => calledNow.get(key) ?? label);
  const firstKeys = new Map<string, string>();
  const speakers = [...groups].map(([name, own]) => {
    const sum = own.reduce(add);
    for (const { key } of own) firstKeys.set(key, sum.key);
    return { ...sum, name };
  });
  const shares = sharesOf(speakers.map((speaker) => speaker.talk_time_ms));
  return {
    ...metrics,
    speakers: speakers.map((speaker, index) => ({
      ...speaker,
      talk_share: shares[index] ?? 0,
      words_per_minute: wordsPerMinute(speaker),
    })),
    activity: metrics.activity.map((minute) => ({
      ...minute,
      speakers: underFirstKeys(minute.speakers, firstKeys),
    })),
  };
}

function add(sum: SpeakerMetrics, speaker: SpeakerMetrics): SpeakerMetrics {
  return {
    ...sum,
    talk_time_ms: sum.talk_time_ms + speaker.talk_time_ms,
    words: sum.words + speaker.words,
    turns: sum.turns + speaker.turns,
    questions: sum.questions + speaker.questions,
    longest_monologue_ms: Math.max(sum.longest_monologue_ms, speaker.longest_monologue_ms),
  };
}

function wordsPerMinute({ words, talk_time_ms: ms }: SpeakerMetrics): number {
  return ms > 0 ? Math.round((words / ms) * 600_000) / 10 : 0;
}

function underFirstKeys(
  msByKey: Readonly<Record<string, number>>,
  firstKeys: ReadonlyMap<string, string>,
): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [key, ms] of Object.entries(msByKey)) {
    const first = firstKeys.get(key) ?? key;
    sums.set(first, (sums.get(first) ?? 0) + ms);
  }
  return Object.fromEntries(sums);
}
