import { newId, type AiCall, type Database } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import { insertCall } from './ai-calls.sql.ts';

/** Whose money it was. A suggestion belongs to no meeting. */
export type CallOwner =
  | Pick<StageClaim, 'workspaceId' | 'meetingId' | 'stage'>
  | { workspaceId: string; meetingId: null; stage: 'suggest' };

export type AiCallColumns = Omit<
  AiCall,
  'id' | 'workspaceId' | 'workspace' | 'meetingId' | 'stage'
>;

export interface AiCallsRepository {
  /**
   * Adds the row unless it is there. It needs no meeting: what was spent on a deleted one was spent.
   * @returns whether it was not.
   */
  insert(owner: CallOwner, columns: AiCallColumns): Promise<boolean>;
}

export function createAiCallsRepository({ rows }: Pick<Database, 'rows'>): AiCallsRepository {
  return {
    insert: async ({ workspaceId, meetingId, stage }, columns) => {
      const values = { id: newId(), meetingId, stage, ...columns };
      return (await rows({ workspaceId }).run(insertCall, values)) > 0;
    },
  };
}
