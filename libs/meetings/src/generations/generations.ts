import {
  newId,
  type Database,
  type MeetingError,
  type Reprocess,
  type Rows,
  type Tenant,
  type Transaction,
} from '@memo/entities';
import { adoptOldForm } from '../old-form.sql.ts';
import { lockTranscript } from '../replace-speakers.sql.ts';
import { replaceSpeakers } from '../replace-speakers.ts';
import { findKept, findShown, listGenerations } from './generations.sql.ts';
import { keepShown, restoreNote, restoreTranscript } from './keep.sql.ts';

/** `running` is made beside the one that is shown; `failed` came to nothing; `kept` can be brought back. */
export const generationStates = ['shown', 'running', 'kept', 'failed'] as const;

export interface Generation {
  generation: number;
  state: (typeof generationStates)[number];
  /** Null for the first, which the upload began. */
  reprocess: Reprocess | null;
  error: MeetingError | null;
  createdAt: Date;
  /** Who made the transcript, how much of the speech it covers, and who speaks in it; null and nobody without one. */
  provider: string | null;
  model: string | null;
  share: number | null;
  speakers: string[];
}

/** What a meeting was before it was made anew. */
export interface Generations {
  /** The newest first; null without such a meeting. */
  list(tenant: Tenant, meetingId: string): Promise<Generation[] | null>;
  /**
   * Keeps what is shown, and shows what was kept of this generation in its place: transcript, note and metrics, and who
   * spoke; where somebody had no name then, the one given since stays with who spoke then. The meeting's row is locked
   * by the caller.
   * @returns false where nothing was kept of it.
   */
  bringBack(
    tenant: Tenant,
    tx: Transaction,
    meeting: { meetingId: string; generation: number },
  ): Promise<boolean>;
}

export function createGenerations({ rows }: Pick<Database, 'rows'>): Generations {
  return {
    list: async (tenant, meeting) => {
      const owned = rows(tenant);
      const [shown, known] = await Promise.all([
        owned.first(findShown, { meeting }),
        owned.all(listGenerations, { meeting }),
      ]);
      if (shown === null) return null;
      const { generation, nextGeneration, createdAt, provider, model, share, speakers } = shown;
      const read = { provider, model, share, speakers };
      const listed = known.map(({ isKept, ...one }): Generation => {
        if (one.generation === generation) return { ...one, ...read, state: 'shown' };
        if (one.generation === nextGeneration) return { ...one, state: 'running' };
        return { ...one, state: isKept ? 'kept' : 'failed' };
      });
      if (known.some((one) => one.generation === generation)) return listed;
      const first = { generation, reprocess: null, error: null, createdAt };
      return [...listed, { ...first, ...read, state: 'shown' }];
    },

    bringBack: async (tenant, tx, { meetingId: meeting, generation }) => {
      const owned = rows(tenant, tx);
      const kept = await owned.first(findKept, { meeting, generation });
      if (kept === null) return false;
      await keepGeneration(owned, meeting);
      const before = await owned.first(lockTranscript, { meeting });
      await owned.run(restoreTranscript, { meeting, generation });
      await replaceSpeakers(owned, meeting, before?.segments ?? [], kept);
      await owned.run(restoreNote, { meeting, generation });
      return true;
    },
  };
}

/** Keeps what is shown of a meeting under its generation. Comes before whatever takes its place. */
export async function keepGeneration(owned: Rows, meeting: string): Promise<void> {
  await owned.run(adoptOldForm, { meeting });
  await owned.run(keepShown, { id: newId(), meeting });
}
