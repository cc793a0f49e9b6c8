import type { Database, RowOfStatement } from '@memo/entities';
import { meetingNotFound } from '@memo/meetings';
import type { StageClaim } from '@memo/pipeline';
import { readMeeting } from './prepare.sql.ts';

export interface PrepareRepository {
  /** @throws AppError `not_found` for a meeting that was deleted. */
  meeting(claim: StageClaim): Promise<RowOfStatement<typeof readMeeting>>;
}

export function createPrepareRepository({ rows }: Pick<Database, 'rows'>): PrepareRepository {
  return {
    meeting: async (claim) => {
      const { meetingId, generation } = claim;
      const meeting = await rows(claim).first(readMeeting, { meetingId, generation });
      if (meeting === null) throw meetingNotFound();
      return meeting;
    },
  };
}
