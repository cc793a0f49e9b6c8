import type { ObjectStorage } from '@memo/storage';
import { removeEcho, type LevelOf } from '@memo/transcript';
import { levelsSchema, type Prepared, type RecognizedChunk } from './stage-results.ts';

/**
 * What was recognized on two sides, without what a microphone heard from a loudspeaker. Where no levels were kept (one
 * side, or prepared by 0.2.0) nothing can be told, and all stays.
 */
export async function withoutEcho(
  storage: Pick<ObjectStorage, 'getText'>,
  { recordings }: Pick<Prepared, 'recordings'>,
  chunks: RecognizedChunk[],
): Promise<{ chunks: RecognizedChunk[]; wordsRemoved: number }> {
  const levels = await readLevels(storage, recordings);
  if (levels.size < 2) return { chunks, wordsRemoved: 0 };
  const parts = chunks.flatMap((chunk, index) =>
    chunk.recognized.pieces.map((piece) => {
      return { ...piece, index, side: chunk.side, chunk: chunk.chunk };
    }),
  );
  const { parts: left, wordsRemoved } = removeEcho(parts, levelsOf(levels));
  const byChunk = Map.groupBy(left, ({ index }) => index);
  return {
    chunks: chunks.map((chunk, index) => {
      const pieces = (byChunk.get(index) ?? []).map(({ startMs, endMs, utterances }) => {
        return { startMs, endMs, utterances };
      });
      return { ...chunk, recognized: { ...chunk.recognized, pieces } };
    }),
    wordsRemoved,
  };
}

type Levels = ReturnType<typeof levelsSchema.parse>;

async function readLevels(
  storage: Pick<ObjectStorage, 'getText'>,
  recordings: Prepared['recordings'],
): Promise<Map<number, Levels>> {
  const levels = new Map<number, Levels>();
  for (const { side, levelsKey = null } of recordings) {
    if (side === null || levelsKey === null) continue;
    const text = await storage.getText(levelsKey);
    if (text !== null) levels.set(side, levelsSchema.parse(JSON.parse(text)));
  }
  return levels;
}

/** The mean power over a stretch. */
const levelsOf =
  (levels: Map<number, Levels>): LevelOf =>
  (side, startMs, endMs) => {
    const { stepMs, db } = levels.get(side) ?? { stepMs: 1, db: [] };
    const steps = db.slice(Math.floor(startMs / stepMs), Math.ceil(endMs / stepMs));
    if (steps.length === 0) return null;
    const power = steps.reduce((sum, level) => sum + 10 ** (level / 10), 0) / steps.length;
    return 10 * Math.log10(power);
  };
