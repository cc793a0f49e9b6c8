import type { Database, Tenant } from '@memo/entities';
import type { Plan } from './begin-generation.ts';
import { readShownPlan } from './generations.sql.ts';

export interface ChunkPlan {
  /** Where their sound is; of a chunk in which nothing is said there is none. */
  audioKeys: string[];
  /** The longest, in ms. */
  longestMs: number;
  /** Whether it was made when there was a voice detector already. */
  knowsVoices: boolean;
}

export interface ShownPlan {
  /** The one that is shown. */
  generation: number;
  /** Of what chunks it was made; null where that is not known. */
  chunks: ChunkPlan | null;
}

/** Null without such a meeting. */
export async function readPlan(
  database: Database,
  tenant: Tenant,
  meetingId: string,
): Promise<ShownPlan | null> {
  const shown = await database.rows(tenant).first(readShownPlan, { meetingId });
  if (shown === null) return null;
  const { generation, result } = shown;
  return { generation, chunks: result === null ? null : toChunkPlan(result as Plan) };
}

const toChunkPlan = ({ chunks, recordings = [] }: Plan): ChunkPlan => ({
  audioKeys: chunks.flatMap(({ audio }) => audio?.key ?? []),
  longestMs: Math.max(0, ...chunks.map(({ startMs, endMs }) => endMs - startMs)),
  knowsVoices: recordings.every(({ noSpeech }) => noSpeech !== undefined),
});
