import type { Span } from '@memo/audio';
import { saidWithin, subtract } from '@memo/transcript';
import type { RecognizedChunk } from './stage-results.ts';

/**
 * A word this near to the edge of a chunk or piece may be cut in two, and only a neighbour that was recognized can tell.
 */
export const unsureEdgeMs = 1_000;

/**
 * Chunks without the second beside a border behind which speech goes on and the neighbour was not recognized: half a
 * word there would stay as a word nobody said. What is left out is a gap.
 */
export function withoutUnsureEdges(chunks: readonly RecognizedChunk[]): RecognizedChunk[] {
  return chunks.map((chunk) => {
    const others = chunks.filter((other) => other !== chunk && other.side === chunk.side);
    const sure = {
      startMs: chunk.startMs + (isUnsure(chunk.startMs, others) ? unsureEdgeMs : 0),
      endMs: chunk.endMs - (isUnsure(chunk.endMs, others) ? unsureEdgeMs : 0),
    };
    const unsure = subtract([chunk], [sure]);
    return unsure.length === 0 ? chunk : leave(chunk, sure, unsure);
  });
}

function isUnsure(borderMs: number, others: readonly RecognizedChunk[]): boolean {
  const isIn = (span: Span) => span.startMs < borderMs && borderMs < span.endMs;
  const isRecognized = ({ recognized }: RecognizedChunk) =>
    recognized.pieces.some(isIn) && !recognized.gaps.some(isIn);
  return others.some(({ speech }) => speech.some(isIn)) && !others.some(isRecognized);
}

function leave(chunk: RecognizedChunk, sure: Span, unsure: Span[]): RecognizedChunk {
  const pieces = chunk.recognized.pieces.map((piece) => {
    const own = { startMs: sure.startMs - piece.startMs, endMs: sure.endMs - piece.startMs };
    const utterances = piece.utterances.flatMap((said) => saidWithin(said, own) ?? []);
    return { ...piece, utterances };
  });
  const gaps = unsure.map((span) => ({ ...span, reason: 'no_words' as const }));
  return {
    ...chunk,
    recognized: { ...chunk.recognized, pieces, gaps: [...chunk.recognized.gaps, ...gaps] },
  };
}
