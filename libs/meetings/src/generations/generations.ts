import {
  newId,
  type Database,
  type GenerationOutline,
  type MeetingError,
  type Reprocess,
  type Rows,
  type Tenant,
  type Transaction,
} from '@memo/entities';
import { adoptOldForm } from '../old-form.sql.ts';
import { lockTranscript } from '../replace-speakers.sql.ts';
import { replaceSpeakers } from '../replace-speakers.ts';
import { findKept, listGenerations, type GenerationState } from './generations.sql.ts';
import { letReplace } from '../minutes/minutes.sql.ts';
import { keepShown, restoreNote, restoreTranscript } from './keep.sql.ts';

export interface Generation extends Omit<GenerationOutline, 'words'> {
  generation: number;
  state: GenerationState;
  /** Null for the first, which the upload began. */
  reprocess: Reprocess | null;
  error: MeetingError | null;
  createdAt: Date;
}

/** Of one that runs or failed. */
const nobody = { provider: null, model: null, share: null, speakers: [] };

/** What a meeting was before it was made anew. */
export interface Generations {
  /** The newest first; none without such a meeting. */
  list(tenant: Tenant, meetingId: string): Promise<Generation[]>;
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
      const known = await rows(tenant).all(listGenerations, { meeting });
      return known.map(({ outline, ...one }) => ({ ...one, ...nobody, ...outline }));
    },

    bringBack: async (tenant, tx, { meetingId: meeting, generation }) => {
      const owned = rows(tenant, tx);
      const kept = await owned.first(findKept, { meeting, generation });
      if (kept === null) return false;
      await keepGeneration(owned, meeting);
      const before = await owned.first(lockTranscript, { meeting });
      await owned.run(restoreTranscript, { meeting, generation });
      await replaceSpeakers(owned, meeting, before?.segments ?? [], kept);
      // It is a person who wants this one: what was written since is kept, and does not hold it up.
      await owned.run(letReplace, { meeting, replace: true });
      await owned.run(restoreNote, { meeting, generation });
      await owned.run(letReplace, { meeting, replace: false });
      return true;
    },
  };
}

/** Keeps what is shown of a meeting under its generation. Comes before whatever takes its place. */
export async function keepGeneration(owned: Rows, meeting: string): Promise<void> {
  await owned.run(adoptOldForm, { meeting });
  await owned.run(keepShown, { id: newId(), meeting });
}
