import { nameMetrics, type MeetingMetrics, type NamedMetrics } from '@memo/transcript';
import type { Person } from './person.ts';

/** A speaker of the meeting as they are called now. */
export interface SpeakerName {
  key: string;
  name: string;
  profile: Person | null;
}

export type MetricsOfPeople = Omit<NamedMetrics, 'speakers'> & {
  speakers: (NamedMetrics['speakers'][number] & { profile: Person | null })[];
};

/** The metrics with today's names; a name has a profile where exactly one is among those who are called so. */
export function nameSpeakers(
  metrics: MeetingMetrics,
  names: readonly SpeakerName[],
): MetricsOfPeople {
  const called = Map.groupBy(names, ({ name }) => name);
  const named = nameMetrics(metrics, names);
  return {
    ...named,
    speakers: named.speakers.map((speaker) => ({
      ...speaker,
      profile: onlyOne((called.get(speaker.name) ?? []).map(({ profile }) => profile)),
    })),
  };
}

function onlyOne(profiles: (Person | null)[]): Person | null {
  const byId = new Map(profiles.flatMap((profile) => (profile ? [[profile.id, profile]] : [])));
  const [first = null] = byId.values();
  return byId.size === 1 ? first : null;
}
