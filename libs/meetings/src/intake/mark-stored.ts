import type { Tenant, Transaction } from '@memo/entities';
import type { Pipeline } from '@memo/pipeline';
import { beginWhenComplete, lockMeeting } from './begin-when-complete.ts';
import type { StoredRecording } from './new-meeting.ts';

export type Arrival =
  /** Nothing is waited for any more: the pipeline of the meeting has begun. */
  | 'began'
  /** Other recordings of the meeting are still waited for. */
  | 'waiting'
  /** Nobody waits for these bytes: the meeting was deleted, its time has run out, or others came first. Remove them. */
  | 'unwanted';

export type Arrived = Omit<StoredRecording, 'side' | 'filename'>;

/**
 * The bytes of an expected recording are stored. With the last of a meeting its pipeline begins, in the caller's
 * transaction and once, also when two arrive at the same moment. Telling it again changes nothing and is answered alike.
 */
export type MarkStored = (
  tenant: Tenant,
  tx: Transaction,
  recordingId: string,
  arrived: Arrived,
) => Promise<Arrival>;

const meetingOf = `SELECT meeting_id FROM recordings WHERE workspace_id = $1 AND id = $2`;

/** A recording is stored once; the same object may be told of again. */
const store = `
  UPDATE recordings SET state = 'stored', object_key = $3, content_type = $4, size_bytes = $5, sha256 = $6
  WHERE workspace_id = $1 AND id = $2 AND (state = 'expected' OR object_key = $3)`;

export const markStored =
  (pipeline: Pick<Pipeline, 'begin'>): MarkStored =>
  async (tenant, tx, recordingId, { objectKey, contentType, sizeBytes, sha256 }) => {
    const { workspaceId } = tenant;
    const [owner] = await tx.manager.query<{ meeting_id: string }[]>(meetingOf, [
      workspaceId,
      recordingId,
    ]);
    const meeting = owner && (await lockMeeting(tenant, tx, owner.meeting_id));
    if (!meeting) return 'unwanted';
    const [, count] = await tx.manager.query<[unknown[], number]>(store, [
      workspaceId,
      recordingId,
      objectKey,
      contentType,
      sizeBytes,
      sha256,
    ]);
    if (count === 0) return 'unwanted';
    const began = await beginWhenComplete(pipeline, tenant, tx, meeting);
    return began || meeting.playback_key !== null ? 'began' : 'waiting';
  };
