import type { Database, Transact } from '@memo/entities';
import type { Pipeline } from '@memo/pipeline';
import { beginWhenComplete, lockMeeting } from './begin-when-complete.ts';
import { dropStaleOf, listStale } from './intake.sql.ts';

export interface DropStaleDeps {
  database: Database;
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

export const dropStale =
  ({ database: { rows, openRows }, transact, pipeline }: DropStaleDeps): DropStale =>
  async () => {
    const found = await openRows().all(listStale, { limit: batch });
    for (const { workspaceId, meetingId } of found) {
      await transact(async (tx) => {
        const own = rows({ workspaceId }, tx);
        // Null for a deleted meeting, whose recordings go with it.
        const meeting = await lockMeeting(own, meetingId);
        await own.run(dropStaleOf, { meetingId });
        if (meeting !== null) await beginWhenComplete(pipeline, own, tx, meeting);
      });
    }
    return found.length;
  };
