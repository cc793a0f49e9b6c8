import type { Span } from '@memo/audio';
import { saidWithin, subtract } from '@memo/transcript';
import type { Heard, PreparedChunk } from './stage-results.ts';

interface HeardChunk extends PreparedChunk {
  heard: Heard;
}

/** A word this near (ms) to the border of a chunk may be cut in two, and only a neighbour that was heard can tell. */
const unsureEdgeMs = 1_000;

/**
 * Chunks without the second beside a border behind which speech goes on and the neighbour was not heard: half a word
 * there would stay as a word nobody said. What is left out is a gap.
 */
export function withoutUnsureEdges<C extends HeardChunk>(chunks: readonly C[]): C[] {
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

function isUnsure(borderMs: number, others: readonly HeardChunk[]): boolean {
  const isIn = (span: Span) => span.startMs < borderMs && borderMs < span.endMs;
  const hears = ({ heard }: HeardChunk) => heard.pieces.some(isIn) && !heard.gaps.some(isIn);
  return others.some(({ speech }) => speech.some(isIn)) && !others.some(hears);
}

function leave<C extends HeardChunk>(chunk: C, sure: Span, unsure: Span[]): C {
  const pieces = chunk.heard.pieces.map((piece) => {
    const own = { startMs: sure.startMs - piece.startMs, endMs: sure.endMs - piece.startMs };
    const utterances = piece.utterances.flatMap((said) => saidWithin(said, own) ?? []);
    return { ...piece, utterances };
  });
  const gaps = unsure.map((span) => ({ ...span, reason: 'no_words' as const }));
  return { ...chunk, heard: { ...chunk.heard, pieces, gaps: [...chunk.heard.gaps, ...gaps] } };
}
