import type { Transact } from '@memo/entities';
import type { Pipeline } from '@memo/pipeline';
import type { DataSource } from 'typeorm';
import { beginWhenComplete, lockMeeting } from './begin-when-complete.ts';

export interface DropStaleDeps {
  dataSource: DataSource;
  transact: Transact;
  pipeline: Pick<Pipeline, 'begin'>;
}

/**
 * Waits no longer for recordings whose time has run out. Their meetings stay: one of which another recording is there
 * begins with that, and one without any stays PENDING for its owner to delete.
 * @returns how many meetings it looked at.
 */
export type DropStale = () => Promise<number>;

const batch = 100;

const stale = `
  SELECT DISTINCT workspace_id AS "workspaceId", meeting_id AS "meetingId" FROM recordings
  WHERE state = 'expected' AND expected_until < now() LIMIT ${batch}`;

const drop = `
  DELETE FROM recordings
  WHERE workspace_id = $1 AND meeting_id = $2 AND state = 'expected' AND expected_until < now()`;

export const dropStale =
  ({ dataSource, transact, pipeline }: DropStaleDeps): DropStale =>
  async () => {
    const found = await dataSource.query<{ workspaceId: string; meetingId: string }[]>(stale);
    for (const { workspaceId, meetingId } of found) {
      await transact(async (tx) => {
        // Null for a deleted meeting, whose recordings go with it.
        const meeting = await lockMeeting({ workspaceId }, tx, meetingId);
        await tx.manager.query(drop, [workspaceId, meetingId]);
        if (meeting !== null) await beginWhenComplete(pipeline, { workspaceId }, tx, meeting);
      });
    }
    return found.length;
  };
