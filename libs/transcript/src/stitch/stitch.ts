import { introduce } from '../speakers/introduce.ts';
import { matchSpeakers, type OverlapMatch } from '../speakers/match-speakers.ts';
import type { HeardVoice } from '../speakers/voices.ts';
import type { Kept } from './keep-words.ts';
import { guessErrorMs } from './overlap.ts';
import { placeChunk, type Span } from '../place.ts';
import { sewSeam, type RecognizedBy, type SewnSeam } from './seam.ts';
import type { Stretch } from '../speakers/side-speaker.ts';
import type { Seam, TranscribedPart, Utterance } from '../types.ts';

/** One side of a meeting in one piece. */
export interface StitchedSide {
  /** On the recording's clock. Utterances cut by a seam are still two. */
  stretches: Stretch[];
  seams: Seam[];
}

export interface StitchOptions {
  /** A label means one person throughout. */
  sameLabels?: boolean;
  /** Voices of this side that were in a line-up. */
  heard?: readonly HeardVoice[];
}

/**
 * The chunks of one side as utterances on the recording's clock, everything said in the overlaps once.
 * Chunks may come in any order and have gaps between them. Where labels mean nothing outside of their chunk, one is a
 * speaker of an earlier chunk only where their overlap shows it, and no line-up heard them as two.
 */
export function stitchChunks(
  chunks: TranscribedPart[],
  { sameLabels = false, heard = [] }: StitchOptions = {},
): StitchedSide {
  const inOrder = chunks.toSorted(
    (a, b) => a.startMs - b.startMs || a.endMs - b.endMs || a.chunk - b.chunk,
  );
  const done: Stretch[] = [];
  const seams: Seam[] = [];
  const byLabel = new Map<string, OverlapMatch>();
  /** What a later chunk may overlap. */
  let open: Stretch[] = [];
  let endMs = -Infinity;

  for (const part of inOrder) {
    const later = placeChunk(part);
    const reaches = ({ utterance }: Stretch) => utterance.endMs > part.startMs - guessErrorMs;
    done.push(...open.filter((stretch) => !reaches(stretch)));
    const earlier = open.filter(reaches);
    const overlap = { startMs: part.startMs, endMs: Math.min(endMs, part.endMs) };
    const sewn = overlap.endMs > overlap.startMs ? sewAt(earlier, later, overlap) : null;
    const matched = sameLabels ? byLabel : matchRecognized(sewn?.evidence ?? [], earlier, later);
    const labels = new Set(later.map(({ speaker }) => speaker));
    const speakers = introduce({ chunk: part.chunk, labels, matched, heard });
    if (sameLabels) {
      for (const [label, speaker] of speakers) byLabel.set(label, { speaker, agreedWords: 0 });
    }

    const recognized = later.flatMap((utterance): Stretch[] => {
      const speaker = speakers.get(utterance.speaker);
      return speaker === undefined ? [] : [{ chunk: part.chunk, speaker, utterance }];
    });
    open =
      sewn === null ? [...earlier, ...recognized] : cutBy(seams.length, sewn, earlier, recognized);
    if (sewn !== null) {
      const { atMs, agreedWords, droppedWords } = sewn;
      seams.push({ side: part.side, atMs, agreedWords, droppedWords });
    }
    endMs = Math.max(endMs, part.endMs);
  }
  return { stretches: [...done, ...open], seams };
}

function sewAt(earlier: Stretch[], later: Utterance[], overlap: Span): SewnSeam {
  return sewSeam(
    earlier.map(({ utterance }) => utterance),
    later,
    overlap,
  );
}

function matchRecognized(
  evidence: RecognizedBy[],
  earlier: Stretch[],
  later: Utterance[],
): Map<string, OverlapMatch> {
  return matchSpeakers(
    evidence,
    (index) => earlier[index]?.speaker,
    (index) => later[index]?.speaker,
  );
}

/** What a seam leaves of both its sides. */
function cutBy(seam: number, sewn: SewnSeam, earlier: Stretch[], later: Stretch[]): Stretch[] {
  const left = (side: Stretch[], kept: (Kept | null)[], marks: (cut: Kept) => Partial<Stretch>) =>
    side.flatMap((stretch, index): Stretch[] => {
      const own = kept[index];
      return own ? [{ ...stretch, utterance: own.utterance, ...marks(own) }] : [];
    });
  return [
    ...left(earlier, sewn.earlier, ({ endCut }) => (endCut ? { endCutBy: seam } : {})),
    ...left(later, sewn.later, ({ startCut }) => (startCut ? { startCutBy: seam } : {})),
  ];
}
