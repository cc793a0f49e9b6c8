import {
  newId,
  type AnnouncedBytes,
  type Database,
  type Scope,
  type Transaction,
} from '@memo/entities';
import { lockMeeting } from '@memo/meetings';
import {
  announceRecording,
  countAnnounced,
  findRecording,
  type RecordingRow,
} from './recordings.sql.ts';

/** How long a recording that was announced is waited for. */
export const expectedSeconds = 24 * 60 * 60;

export interface Announcement {
  side: number;
  filename: string;
  announced: AnnouncedBytes;
}

export interface RecordingsRepository {
  find(scope: Scope, id: string, tx?: Transaction): Promise<RecordingRow | null>;
  /** Puts those who change the recordings of one meeting in order; null for a meeting that is gone. */
  lock(scope: Scope, tx: Transaction, meetingId: string): Promise<{ hasBegun: boolean } | null>;
  /** @returns its id; null where that side is stored already. */
  announce(
    scope: Scope,
    tx: Transaction,
    meetingId: string,
    announcement: Announcement,
  ): Promise<string | null>;
  /** How many others of the workspace were announced and have not come. */
  countOthers(
    scope: Scope,
    tx: Transaction,
    place: { meetingId: string; side: number },
  ): Promise<number>;
}

export const createRecordingsRepository = ({ rows }: Database): RecordingsRepository => ({
  find: (scope, id, tx) => rows(scope, tx).first(findRecording, { id }),

  lock: async (scope, tx, meetingId) => {
    const meeting = await lockMeeting(rows(scope, tx), meetingId);
    return meeting && { hasBegun: meeting.playback_key !== null };
  },

  announce: async (scope, tx, meetingId, announcement) => {
    const values = { ...announcement, id: newId(), meetingId, expectedSeconds };
    return (await rows(scope, tx).first(announceRecording, values))?.id ?? null;
  },

  countOthers: async (scope, tx, place) =>
    (await rows(scope, tx).first(countAnnounced, place))?.others ?? 0,
});
