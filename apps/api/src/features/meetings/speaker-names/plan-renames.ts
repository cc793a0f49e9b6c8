import { displayName } from '@memo/transcript';

export interface NamedSpeaker {
  id: string;
  label: string;
  name: string | null;
  profileId: string | null;
}

/** What a client asks for: who is called `from`, by name or by label, is to be called `to`. */
export interface Rename {
  from: string;
  to: string;
}

export interface PlannedName {
  speaker: NamedSpeaker;
  /** Null shows the label again. */
  name: string | null;
}

export interface RenamePlan {
  names: PlannedName[];
  /** Nobody is called that. */
  unknown: string[];
  /** These mean speakers that an earlier rename already gives another name. */
  contradicting: string[];
}

/**
 * Who gets which name. All renames look at the names as they are before any of them, so two can swap. A name in use
 * wins over somebody else's label, and means everybody who was given it.
 */
export function planRenames(
  speakers: readonly NamedSpeaker[],
  renames: readonly Rename[],
): RenamePlan {
  const planned = new Map<string, PlannedName>();
  const unknown: string[] = [];
  const contradicting: string[] = [];
  for (const { from, to } of renames) {
    const meant = calledBy(speakers, from);
    if (meant.length === 0) unknown.push(from);
    for (const speaker of meant) {
      const name = to === speaker.label ? null : to;
      const earlier = planned.get(speaker.id);
      if (earlier === undefined) planned.set(speaker.id, { speaker, name });
      else if (earlier.name !== name && !contradicting.includes(from)) contradicting.push(from);
    }
  }
  return { names: [...planned.values()], unknown, contradicting };
}

function calledBy(speakers: readonly NamedSpeaker[], name: string): NamedSpeaker[] {
  const named = speakers.filter((speaker) => speaker.name === name);
  return named.length > 0 ? named : speakers.filter(({ label }) => label === name);
}

/** `Speaker1 (John Doe), Speaker2`: the labels of all, with the names some have. */
export const listSpeakers = (speakers: readonly NamedSpeaker[]): string =>
  speakers
    .map((speaker) =>
      speaker.name === null ? speaker.label : `${speaker.label} (${displayName(speaker)})`,
    )
    .join(', ');
