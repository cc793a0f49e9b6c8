import type { Database, Tenant } from '@memo/entities';
import { planIn, shownRuns } from './begin-generation.ts';

export interface ChunkPlan {
  /** Where their sound is; of a chunk in which nothing is said there is none. */
  audioKeys: string[];
  /** The longest, in ms. */
  longestMs: number;
  /** Whether it was made when there was a voice detector already. */
  knowsVoices: boolean;
}

/** Of what chunks the generation that is shown was made; null where that is not known. */
export async function readPlan(
  database: Database,
  tenant: Tenant,
  meetingId: string,
): Promise<ChunkPlan | null> {
  const plan = planIn(await shownRuns(database.rows(tenant), meetingId, ['prepare']));
  if (plan === null) return null;
  const { chunks, recordings = [] } = plan;
  return {
    audioKeys: chunks.flatMap(({ audio }) => audio?.key ?? []),
    longestMs: Math.max(0, ...chunks.map(({ startMs, endMs }) => endMs - startMs)),
    knowsVoices: recordings.every(({ noSpeech }) => noSpeech !== undefined),
  };
}
