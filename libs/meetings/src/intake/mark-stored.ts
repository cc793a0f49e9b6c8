import type { Database, Tenant, Transaction } from '@memo/entities';
import { beginWhenComplete, lockMeeting, type BeginDeps } from './begin-when-complete.ts';
import { findMeetingOf, storeRecording } from './intake.sql.ts';
import type { StoredRecording } from './new-meeting.ts';

export type Arrival =
  /** Nothing is waited for any more: the pipeline of the meeting has begun. */
  | 'began'
  /** Other recordings of the meeting are still waited for. */
  | 'waiting'
  /**
   * These bytes are not waited for: the meeting was deleted, its time has run out, or another upload came first. Remove
   * them.
   */
  | 'unwanted';

export type Arrived = Omit<StoredRecording, 'side' | 'filename'>;

/**
 * The bytes of an expected recording are stored. With the last of a meeting its pipeline begins, in the caller's
 * transaction and once, also when two arrive at the same moment. Telling it again changes nothing and is answered alike.
 * Who brought them is the caller's to write into the audit log.
 */
export type MarkStored = (
  tenant: Tenant,
  tx: Transaction,
  recordingId: string,
  arrived: Arrived,
) => Promise<Arrival>;

export const markStored =
  ({ rows }: Database, deps: BeginDeps): MarkStored =>
  async (tenant, tx, recordingId, { objectKey, contentType, sizeBytes, sha256 }) => {
    const own = rows(tenant, tx);
    const owner = await own.first(findMeetingOf, { recordingId });
    const meeting = owner && (await lockMeeting(own, owner.meeting_id));
    if (!meeting) return 'unwanted';
    const count = await own.run(storeRecording, {
      id: recordingId,
      objectKey,
      contentType,
      sizeBytes: String(sizeBytes),
      sha256,
    });
    if (count === 0) return 'unwanted';
    const began = await beginWhenComplete(deps, own, tx, meeting);
    return began || meeting.playback_key !== null ? 'began' : 'waiting';
  };
