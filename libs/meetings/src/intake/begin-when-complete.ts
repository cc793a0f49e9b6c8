import type { Tenant, Transaction } from '@memo/entities';
import type { Pipeline } from '@memo/pipeline';

/** $1 is the workspace, $2 the meeting. Of those that wait for a recording; before any of their recordings' rows. */
const lock = `
  SELECT id, generation, playback_key FROM meetings
  WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL FOR NO KEY UPDATE`;

const complete = `
  UPDATE meetings SET updated_at = clock_timestamp(), playback_key = (
    SELECT object_key FROM recordings WHERE workspace_id = $1 AND meeting_id = $2 ORDER BY side LIMIT 1)
  WHERE workspace_id = $1 AND id = $2 AND playback_key IS NULL
    AND EXISTS (SELECT 1 FROM recordings WHERE workspace_id = $1 AND meeting_id = $2)
    AND NOT EXISTS (SELECT 1 FROM recordings WHERE workspace_id = $1 AND meeting_id = $2 AND state = 'expected')`;

export interface WaitingMeeting {
  id: string;
  generation: number;
  /** Null for one that has not begun. */
  playback_key: string | null;
}

/** Puts those who change the recordings of one meeting in order. Null for a meeting that is gone. */
export async function lockMeeting(
  { workspaceId }: Tenant,
  { manager }: Transaction,
  meetingId: string,
): Promise<WaitingMeeting | null> {
  const [meeting] = await manager.query<WaitingMeeting[]>(lock, [workspaceId, meetingId]);
  return meeting ?? null;
}

/** Begins a locked meeting when nothing of it is waited for any more and something is there; true when it did. */
export async function beginWhenComplete(
  pipeline: Pick<Pipeline, 'begin'>,
  { workspaceId }: Tenant,
  tx: Transaction,
  { id, generation }: WaitingMeeting,
): Promise<boolean> {
  const [, count] = await tx.manager.query<[unknown[], number]>(complete, [workspaceId, id]);
  if (count > 0) await pipeline.begin(tx, { workspaceId, id, generation });
  return count > 0;
}
