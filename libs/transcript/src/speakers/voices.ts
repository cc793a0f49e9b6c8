/** One label of one chunk: what an engine calls one person there. Labels mean nothing outside of their chunk. */
export interface Voice {
  /** As in `Speaker`. */
  side: number | null;
  /** Position of the chunk on its side, as in `TranscribedPart`. */
  chunk: number;
  label: string;
}

/** A voice that an engine compared with others in a line-up. Of one side, equal persons are one, different ones two. */
export interface HeardVoice extends Voice {
  /** Who its clips were heard as: one person, or several where they disagree and nobody is told. */
  among: readonly number[];
  /** How many clips of it were heard. */
  clips: number;
}

/** The same for two voices that are one and the same. */
export function voiceKey({ side, chunk, label }: Voice): string {
  return JSON.stringify([side, chunk, label]);
}
