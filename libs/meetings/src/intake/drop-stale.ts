import type { Database, Scope, Transact } from '@memo/entities';
import type { AuditLog } from '@memo/journal';
import { beginWhenComplete, lockMeeting, type BeginDeps } from './begin-when-complete.ts';
import { dropStaleOf, listStale } from './intake.sql.ts';

export interface DropStaleDeps extends BeginDeps {
  database: Database;
  transact: Transact;
  audit: AuditLog;
}

/**
 * Waits no longer for recordings whose time has run out, those that ran out first before others. Their meetings stay:
 * one of which another recording is there begins with that, and one without any stays PENDING for its owner to delete.
 * A meeting that fails does not hold up the others.
 * @returns how many meetings it looked at.
 * @throws AggregateError of what failed, at the end.
 */
export type DropStale = () => Promise<number>;

const batch = 100;

export function dropStale(deps: DropStaleDeps): DropStale {
  const { database, transact, audit } = deps;

  const dropOf = (workspaceId: string, meetingId: string): Promise<void> =>
    transact(async (tx) => {
      const own = database.rows({ workspaceId }, tx);
      // Null for a deleted meeting, whose recordings go with it.
      const meeting = await lockMeeting(own, meetingId);
      const recordings = await own.run(dropStaleOf, { meetingId });
      // They came after all.
      if (recordings === 0) return;
      const entry = { action: 'recordings.dropped', subject: meetingId, details: { recordings } };
      await audit.record(sweeperIn(workspaceId), tx, entry);
      if (meeting !== null) await beginWhenComplete(deps, own, tx, meeting);
    });

  return async () => {
    const found = await database.openRows().all(listStale, { limit: batch });
    const failures: unknown[] = [];
    for (const { workspaceId, meetingId } of found) {
      try {
        await dropOf(workspaceId, meetingId);
      } catch (error) {
        const left = `The recordings of meeting ${meetingId} are left to the next sweep`;
        failures.push(new Error(left, { cause: error }));
      }
    }
    if (failures.length > 0) {
      throw new AggregateError(failures, 'Some recordings that did not come are still waited for');
    }
    return found.length;
  };
}

const sweeperIn = (workspaceId: string): Scope => ({
  workspaceId,
  actor: { kind: 'system', name: 'sweeper' },
  role: null,
  isOperator: false,
  origin: null,
});
