import { Meeting, type Database, type RowOfStatement, type Transaction } from '@memo/entities';
import type { StageClaim } from '@memo/pipeline';
import { listRecordings } from './prepare.sql.ts';

export interface PreparedMeeting {
  durationMs: number;
  /** Where the mix is, when there are two recordings. */
  playbackKey: string | null;
}

export type RecordedSide = RowOfStatement<typeof listRecordings>;

export interface PrepareRepository {
  /** Those that are there, in order of side. */
  recordings(claim: StageClaim): Promise<RecordedSide[]>;
  savePrepared(claim: StageClaim, tx: Transaction, prepared: PreparedMeeting): Promise<void>;
}

export function createPrepareRepository({ rows }: Pick<Database, 'rows'>): PrepareRepository {
  return {
    recordings: (claim) => rows(claim).all(listRecordings, { meetingId: claim.meetingId }),
    savePrepared: async (claim, tx, { durationMs, playbackKey }) => {
      const playback = playbackKey === null ? {} : { playbackKey };
      const changes = { durationMs, ...playback };
      // One that is made beside the one that is shown has these shown with its transcript.
      const { meetingId: id, generation } = claim;
      await rows(claim, tx).update(Meeting, { id, generation }, changes);
    },
  };
}
