import { decideSpeakers, type KnownSpeaker } from './speakers/decide-speakers.ts';
import { joinHeard } from './speakers/join-heard.ts';
import { joinCut } from './stitch/join-cut.ts';
import { mergePhrases } from './stitch/merge.ts';
import { splitAtPauses } from './stitch/phrases.ts';
import type { ChunkLabel, SideSpeaker, Stretch } from './speakers/side-speaker.ts';
import { stitchChunks } from './stitch/stitch.ts';
import type {
  Seam,
  Segment,
  Speaker,
  SpeakerDecision,
  TranscribedPart,
  UnmatchedSpeaker,
  Utterance,
} from './types.ts';
import { findUnmatched } from './speakers/unmatched.ts';
import type { HeardVoice, Voice } from './speakers/voices.ts';

export interface Transcript {
  /** By start; starts never run back. */
  segments: Segment[];
  /** In order of first speaking: `S1` is `Speaker1`. */
  speakers: Speaker[];
  /** By side and time, one for every overlap. */
  seams: Seam[];
  /** Speakers who may be somebody known; decide them and assemble again. */
  unmatched: UnmatchedSpeaker[];
  /** What the chunks call each speaker, by speaker and chunk, and how each label was found to be theirs. */
  voices: SpeakerVoice[];
}

export interface SpeakerVoice extends Voice, ChunkLabel {
  speakerKey: string;
}

export interface AssembleOptions {
  /** What is known about speakers beyond the overlaps. Decisions that cannot hold are left out. */
  decisions?: readonly SpeakerDecision[];
  /** Who an engine heard in a line-up of clips. */
  heard?: readonly HeardVoice[];
  /**
   * Sides on which a label means the same in every chunk: their audio holds one person, or the recognizer
   * does not tell speakers apart. Elsewhere labels are local to a chunk.
   */
  sameLabels?: readonly (number | null)[];
}

/**
 * What was recognized on each recording as one transcript, turns of all sides in the order they began. Times are
 * integer ms, inside the audio the parts cover. Chunks of one side are stitched where they overlap, and their
 * speakers matched there. The same label on two sides is two speakers.
 */
export function assembleTranscript(
  parts: TranscribedPart[],
  { decisions = [], heard = [], sameLabels = [] }: AssembleOptions = {},
): Transcript {
  const bySide = [...Map.groupBy(parts, (part) => part.side)];
  // Parts arrive in any order; the order of speakers who start at the same instant must not depend on it.
  bySide.sort(([a], [b]) => (a ?? 0) - (b ?? 0));
  const sides = bySide.map(([side, chunks]) => {
    const stitched = stitchChunks(chunks, {
      sameLabels: sameLabels.includes(side),
      heard: heard.filter((voice) => voice.side === side),
    });
    if (heard.length === 0) return { side, ...stitched };
    const speakerOf = joinHeard(inOrderOfSpeaking(stitched.stretches));
    const stretches = stitched.stretches.map((stretch) => {
      return { ...stretch, speaker: speakerOf(stretch.speaker) };
    });
    return { side, ...stitched, stretches };
  });
  const decided =
    decisions.length === 0 ? itself : decideSpeakers(numberSpeakers(inOrder(sides)), decisions);

  const phrases = sides
    .flatMap(({ side, stretches }) =>
      joinCut(stretches, decided).flatMap(({ speaker, utterance }) =>
        splitAtPauses(utterance).map((phrase): Spoken => ({ side, speaker, utterance: phrase })),
      ),
    )
    .sort(byStart);
  const numbered = numberSpeakers(phrases);
  const keys = new Map(numbered.map(({ speaker, key }) => [speaker, key]));
  const segments = mergePhrases(
    phrases.map(({ utterance, speaker }) => {
      return { ...utterance, speaker: keys.get(speaker) ?? utterance.speaker };
    }),
  );
  return {
    segments,
    speakers: numbered.map(({ key, side }) => ({ key, label: key.replace('S', 'Speaker'), side })),
    seams: sides.flatMap(({ seams }) => seams),
    unmatched: findUnmatched(numbered, segments),
    voices: numbered.flatMap(({ key, side, speaker }) =>
      speaker.labels.map((label) => ({ speakerKey: key, side, ...label })),
    ),
  };
}

interface Spoken {
  side: number | null;
  speaker: SideSpeaker;
  utterance: Utterance;
}

function byStart(a: Spoken, b: Spoken): number {
  return a.utterance.startMs - b.utterance.startMs;
}

function inOrder(sides: { side: number | null; stretches: Stretch[] }[]): Spoken[] {
  return sides
    .flatMap(({ side, stretches }) =>
      stretches.map(({ speaker, utterance }) => ({ side, speaker, utterance })),
    )
    .sort(byStart);
}

function inOrderOfSpeaking(stretches: Stretch[]): SideSpeaker[] {
  const inOrder = stretches.toSorted((a, b) => a.utterance.startMs - b.utterance.startMs);
  return [...new Set(inOrder.map(({ speaker }) => speaker))];
}

function itself(speaker: SideSpeaker): SideSpeaker {
  return speaker;
}

/** Everyone who speaks, in order of first speaking. */
function numberSpeakers(spoken: Spoken[]): KnownSpeaker[] {
  const numbered = new Map<SideSpeaker, KnownSpeaker>();
  for (const { side, speaker } of spoken) {
    if (numbered.has(speaker)) continue;
    numbered.set(speaker, { key: `S${numbered.size + 1}`, side, speaker });
  }
  return [...numbered.values()];
}
