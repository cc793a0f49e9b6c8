import type { Span } from '@memo/audio';
import {
  assembleTranscript,
  createSentAudio,
  intersect,
  lengthOf,
  saidWithin,
  subtract,
  unite,
  type TranscribedPart,
  type Utterance,
} from '@memo/transcript';
import type { PreparedChunk, Recognized } from '../../recognition/stage-results.ts';

type Piece = Recognized['pieces'][number];
type Known = Pick<Recognized, 'pieces' | 'gaps'>;

/** Heard on both sides of a gap, so that the words in it can be joined to those around it. */
const aroundMs = 6_000;

/** What of the sent audio is asked about again: each gap with some seconds around it, in order and apart. */
export function spansToAskAgain(
  { speech }: Pick<PreparedChunk, 'speech'>,
  gaps: readonly Span[],
): Span[] {
  const sent = createSentAudio(speech);
  return unite(
    gaps.map(({ startMs, endMs }) => ({
      startMs: Math.max(0, sent.toSent(startMs) - aroundMs),
      endMs: Math.min(sent.durationMs, sent.toSent(endMs) + aroundMs),
    })),
  );
}

/**
 * A chunk with what was recognized in its gaps since. There is never less of it than before: what does not have every
 * word-bearing stretch around the gaps that it fills is left out.
 * @param sameLabels whether a label means the same person in every answer.
 */
export function fillGaps(
  known: Known,
  recognizedSince: Known,
  { sameLabels }: { sameLabels: boolean },
): Known {
  return recognizedSince.pieces.reduce(
    (filled, piece) => fillWith(filled, piece, recognizedSince.gaps, sameLabels),
    known,
  );
}

function fillWith(
  known: Known,
  piece: Piece,
  stillMissing: readonly Span[],
  sameLabels: boolean,
): Known {
  const gaps = unite(known.gaps);
  const recognized = subtract([piece], unite(stillMissing));
  const filled = intersect(gaps, recognized);
  const [first, last] = [filled.at(0), filled.at(-1)];
  if (first === undefined || last === undefined) return known;
  const hull = { startMs: first.startMs, endMs: last.endMs };
  const hadWords = intersect([hull], subtract(unite(known.pieces), gaps));
  if (lengthOf(subtract(hadWords, recognized)) > 0) return known;

  const around = known.pieces.map((one) => ({ one, rest: subtract([one], [hull]) }));
  const pieces = around.flatMap(({ one, rest: [before, after] }): Piece[] => {
    if (before === undefined) return [];
    if (after === undefined) return [cut(one, before)];
    return [putInto(one, { before, piece, after }, sameLabels)];
  });
  const isWithinOne = around.some(({ rest }) => rest.length > 1);
  return {
    pieces: (isWithinOne ? pieces : [...pieces, piece]).toSorted(
      (a, b) => a.startMs - b.startMs || a.endMs - b.endMs,
    ),
    gaps: known.gaps.flatMap((gap) =>
      subtract([gap], filled).map((rest) => ({ ...rest, reason: gap.reason })),
    ),
  };
}

/** A piece without what is outside of a span in it. */
function cut(piece: Piece, span: Span): Piece {
  if (span.startMs === piece.startMs && span.endMs === piece.endMs) return piece;
  const byMs = piece.startMs - span.startMs;
  const own = { startMs: -byMs, endMs: span.endMs - piece.startMs };
  const utterances = piece.utterances.flatMap((said) => saidWithin(said, own) ?? []);
  return { ...span, utterances: utterances.map((said) => moved(said, byMs)) };
}

/**
 * A piece with another in a hole of it. It stays one piece, so that a label goes on meaning one person in all of it;
 * a label of the other that the seconds around the hole do not show to be one of them is somebody new.
 */
function putInto(
  whole: Piece,
  { before, piece, after }: { before: Span; piece: Piece; after: Span },
  sameLabels: boolean,
): Piece {
  const parts = [cut(whole, before), piece, cut(whole, after)].map((part, chunk) => {
    return { ...part, side: null, chunk } satisfies TranscribedPart;
  });
  const { segments, voices } = assembleTranscript(parts, { sameLabels: sameLabels ? [null] : [] });
  const labelIn = (key: string, chunk: number): string | undefined =>
    voices.find((voice) => voice.speakerKey === key && voice.chunk === chunk)?.label;
  const utterances = segments.map(({ speakerKey, startMs, endMs, text, words }): Utterance => {
    const [left, right] = [labelIn(speakerKey, 0), labelIn(speakerKey, 2)];
    const middleMs = (startMs + endMs) / 2;
    const known = middleMs < before.endMs ? (left ?? right) : (right ?? left);
    const isTwo = left !== undefined && right !== undefined && left !== right;
    const isInside = middleMs >= before.endMs && middleMs <= after.startMs;
    const speaker = isInside && isTwo ? undefined : known;
    const said = { text, startMs, endMs, words };
    return { ...said, speaker: speaker ?? `${labelIn(speakerKey, 1) ?? ''}@${piece.startMs}` };
  });
  return { ...whole, utterances: utterances.map((said) => moved(said, -whole.startMs)) };
}

function moved(utterance: Utterance, byMs: number): Utterance {
  const move = <T extends Span>(span: T): T => {
    return { ...span, startMs: span.startMs + byMs, endMs: span.endMs + byMs };
  };
  return { ...move(utterance), words: utterance.words.map(move) };
}
