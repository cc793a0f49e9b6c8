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
 * Who gets which name. All renames look at the names as they are before any of them, so two can swap. A name that is
 * shown means everybody who is shown by it, and wins over the label of somebody who is shown by another. Of several who
 * are shown as one, a label in another rename parts its speaker.
 */
export function planRenames(
  speakers: readonly NamedSpeaker[],
  renames: readonly Rename[],
): RenamePlan {
  const planned = new Map<string, Planned>();
  const unknown: string[] = [];
  const contradicting: string[] = [];
  for (const { from, to } of renames) {
    const meant = calledBy(speakers, from);
    if (meant.length === 0) unknown.push(from);
    for (const speaker of meant) {
      const name = to === speaker.label ? null : to;
      const rename = {
        speaker,
        name,
        isOfSeveral: meant.length > 1,
        isLabel: from === speaker.label,
      };
      const earlier = planned.get(speaker.id);
      if (earlier === undefined || parts(rename, earlier)) planned.set(speaker.id, rename);
      else if (earlier.name !== name && !parts(earlier, rename) && !contradicting.includes(from))
        contradicting.push(from);
    }
  }
  const names = [...planned.values()].map(({ speaker, name }) => ({ speaker, name }));
  return { names, unknown, contradicting };
}

interface Planned extends PlannedName {
  /** Whether the rename means others, too. */
  isOfSeveral: boolean;
  /** Whether it means the speaker by label. */
  isLabel: boolean;
}

const parts = (one: Planned, other: Planned): boolean =>
  one.isLabel && !one.isOfSeveral && other.isOfSeveral;

function calledBy(speakers: readonly NamedSpeaker[], name: string): NamedSpeaker[] {
  const shown = speakers.filter((speaker) => isShownAs(speaker, name));
  return shown.length > 0 ? shown : speakers.filter(({ label }) => label === name);
}

/** Names given before they were kept in one form may have another. */
const isShownAs = (speaker: NamedSpeaker, name: string): boolean =>
  displayName(speaker).normalize('NFC') === name.normalize('NFC');

/**
 * Whose names are taken away so that a speaker is shown apart: the speaker's own, or where that is shown by its label,
 * those of the speakers who were given it. Nobody where the speaker is apart.
 */
export function planParting(
  speakers: readonly NamedSpeaker[],
  speaker: NamedSpeaker,
): NamedSpeaker[] {
  const same = speakers.filter(
    (one) => one.id !== speaker.id && isShownAs(one, displayName(speaker)),
  );
  if (same.length === 0) return [];
  return speaker.name === null ? same : [speaker];
}

/** `Speaker1 (John Doe), Speaker2`: the labels of all, with the names some have. */
export const listSpeakers = (speakers: readonly NamedSpeaker[]): string =>
  speakers
    .map((speaker) =>
      speaker.name === null ? speaker.label : `${speaker.label} (${displayName(speaker)})`,
    )
    .join(', ');
