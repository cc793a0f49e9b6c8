import type { Span } from '@memo/audio';
import { createSentAudio, saidWithin, subtract, unite, type Utterance } from '@memo/transcript';
import type { Recognized, PreparedChunk } from '../../recognition/stage-results.ts';
import { unsureEdgeMs } from '../../recognition/unsure-edges.ts';
import { recognizedIn, type RecognizedSpan } from './retry-in-halves.ts';

/**
 * What was recognized of a chunk, from the clock of the sent audio to that of the recording.
 * @param answeredSpans in order; neighbours overlap.
 */
export function placeRecognized(
  chunk: Pick<PreparedChunk, 'startMs' | 'endMs' | 'speech'>,
  answeredSpans: readonly RecognizedSpan[],
): Pick<Recognized, 'pieces' | 'gaps'> {
  const sent = createSentAudio(chunk.speech);
  const sure = answeredSpans.map((piece, index) =>
    withoutEdgesBesideGaps(piece, answeredSpans, index),
  );

  const pieces = sure
    .filter(({ missing }) => missing === null)
    .map(({ span, utterances }) => {
      const on = sent.onRecording(span);
      const isFirst = span.startMs === 0;
      const isLast = span.endMs >= sent.durationMs;
      const startMs = isFirst ? chunk.startMs : (on.at(0)?.startMs ?? chunk.startMs);
      const endMs = isLast ? chunk.endMs : (on.at(-1)?.endMs ?? chunk.endMs);
      return {
        startMs,
        endMs,
        utterances: sent.place(utterances).map((one) => since(one, startMs)),
      };
    });

  const gaps = sure.flatMap((piece, index) => {
    const { span, holes, missing } = piece;
    const recognizedByOthers = sure.filter((other) => other !== piece).flatMap(recognizedIn);
    // Where two that were not recognized overlap, the gap is the first one's.
    const before = sure.slice(0, index).filter((other) => other.missing !== null);
    const rest = unite([...recognizedByOthers, ...before.map((other) => other.span)]);
    const unrecognized =
      missing === null
        ? holes.map(({ reason = 'no_words' as const, ...hole }) => ({ hole, reason }))
        : [{ hole: span, reason: missing }];
    return unrecognized.flatMap(({ hole, reason }) =>
      subtract([hole], rest)
        .flatMap((gap) => sent.onRecording(gap))
        .map((gap) => ({ ...gap, reason })),
    );
  });
  return { pieces, gaps };
}

/** The piece without the seconds that it shares with a neighbour that was not recognized. */
function withoutEdgesBesideGaps(
  piece: RecognizedSpan,
  all: readonly RecognizedSpan[],
  index: number,
): RecognizedSpan {
  const startsUnsure = (all[index - 1]?.missing ?? null) !== null;
  const endsUnsure = (all[index + 1]?.missing ?? null) !== null;
  if (piece.missing !== null || (!startsUnsure && !endsUnsure)) return piece;
  const span = {
    startMs: piece.span.startMs + (startsUnsure ? unsureEdgeMs : 0),
    endMs: piece.span.endMs - (endsUnsure ? unsureEdgeMs : 0),
  };
  const utterances = piece.utterances.flatMap((utterance) => saidWithin(utterance, span) ?? []);
  return { ...piece, span, utterances };
}

function since(utterance: Utterance, originMs: number): Utterance {
  const shift = <T extends Span>(span: T): T => {
    return { ...span, startMs: span.startMs - originMs, endMs: span.endMs - originMs };
  };
  return { ...shift(utterance), words: utterance.words.map(shift) };
}
