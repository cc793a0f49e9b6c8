import type { Database, Transaction } from '@memo/entities';
import { insertEvents } from './events.sql.ts';
import type { NewEvent } from './kinds.ts';

/**
 * Tells what happened, in the transaction that makes it true. Waits for nobody and keeps nobody waiting: positions are
 * given after the commit. Call it after the change it tells of, so that of two changes to one meeting the later one,
 * which waited for the meeting's row, is told later.
 */
export type RecordEvent = (tx: Transaction, ...events: NewEvent[]) => Promise<void>;

export function createRecordEvent({ rows }: Pick<Database, 'rows'>): RecordEvent {
  return async (tx, ...events) => {
    const told = events.map(({ workspaceId, meetingId, kind, ...details }) => ({
      workspaceId,
      row: { kind, meeting_id: meetingId, details },
    }));
    for (const [workspaceId, own] of Map.groupBy(told, (event) => event.workspaceId)) {
      await rows({ workspaceId }, tx).run(insertEvents, { events: own.map(({ row }) => row) });
    }
  };
}
