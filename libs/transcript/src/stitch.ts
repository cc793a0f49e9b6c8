import { matchSpeakers } from './match-speakers.ts';
import { guessErrorMs } from './overlap.ts';
import { placeChunk, type Span } from './place.ts';
import { sewSeam, type HeardBy, type SewnSeam } from './seam.ts';
import type { SideSpeaker, Stretch } from './side-speaker.ts';
import type { Seam, TranscribedPart, Utterance } from './types.ts';

/** One side of a meeting in one piece. */
export interface StitchedSide {
  /** On the recording's clock. Utterances cut by a seam are still two. */
  stretches: Stretch[];
  seams: Seam[];
}

/**
 * The chunks of one side as utterances on the recording's clock, everything said in the overlaps once.
 * Chunks may come in any order and have gaps between them. With `sameLabels` a label means one person
 * throughout; otherwise a label is a speaker of an earlier chunk only where their overlap shows it.
 */
export function stitchChunks(chunks: TranscribedPart[], sameLabels = false): StitchedSide {
  const inOrder = chunks.toSorted(
    (a, b) => a.startMs - b.startMs || a.endMs - b.endMs || a.chunk - b.chunk,
  );
  const done: Stretch[] = [];
  const seams: Seam[] = [];
  const byLabel = new Map<string, SideSpeaker>();
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
    const matched = sameLabels ? byLabel : matchHeard(sewn?.evidence ?? [], earlier, later);
    const speakers = introduce(part.chunk, later, matched);
    if (sameLabels) for (const [label, speaker] of speakers) byLabel.set(label, speaker);

    const number = seams.length;
    open = [
      ...earlier.flatMap((stretch, index) => earlierSide(stretch, sewn, index, number)),
      ...later.flatMap((utterance, index): Stretch[] => {
        const speaker = speakers.get(utterance.speaker);
        if (speaker === undefined) return [];
        return laterSide({ chunk: part.chunk, speaker, utterance }, sewn, index, number);
      }),
    ];
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

function matchHeard(
  evidence: HeardBy[],
  earlier: Stretch[],
  later: Utterance[],
): Map<string, SideSpeaker> {
  return matchSpeakers(
    evidence,
    (index) => earlier[index]?.speaker,
    (index) => later[index]?.speaker,
  );
}

/** The speakers of a chunk by their label: known ones as matched, the others new. */
function introduce(
  chunk: number,
  utterances: Utterance[],
  matched: Map<string, SideSpeaker>,
): Map<string, SideSpeaker> {
  const labels = new Set(utterances.map(({ speaker }) => speaker));
  return new Map(
    [...labels].map((label) => {
      const speaker = matched.get(label) ?? { heardAs: [] };
      speaker.heardAs.push({ chunk, label });
      return [label, speaker];
    }),
  );
}

function earlierSide(
  stretch: Stretch,
  sewn: SewnSeam | null,
  index: number,
  seam: number,
): Stretch[] {
  if (sewn === null) return [stretch];
  const kept = sewn.earlier[index];
  if (!kept) return [];
  const cut = { ...stretch, utterance: kept.utterance };
  return [kept.endCut ? { ...cut, endCutBy: seam } : cut];
}

function laterSide(
  stretch: Stretch,
  sewn: SewnSeam | null,
  index: number,
  seam: number,
): Stretch[] {
  if (sewn === null) return [stretch];
  const kept = sewn.later[index];
  if (!kept) return [];
  const cut = { ...stretch, utterance: kept.utterance };
  return [kept.startCut ? { ...cut, startCutBy: seam } : cut];
}
