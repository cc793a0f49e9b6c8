import type { Database, Transaction } from '@memo/entities';
import { insertEvents, pruneOldEvents } from './events.sql.ts';
import type { EventDetails, EventKind, NewEvent } from './kinds.ts';

/**
 * Tells what happened, in the transaction that makes it true. Waits for no other transaction and keeps none waiting:
 * positions are given after the commit. Call it after the change it tells of, so that of two changes to one meeting the
 * later one, which waited for the meeting's row, is told later.
 */
export type RecordEvent = (tx: Transaction, ...events: NewEvent[]) => Promise<void>;

export function createRecordEvent({ rows }: Pick<Database, 'rows'>): RecordEvent {
  return async (tx, ...events) => {
    const told = events.map(({ workspaceId, meetingId, ...event }) => ({
      workspaceId,
      row: { ...eventRow(event), meeting_id: meetingId },
    }));
    for (const [workspaceId, own] of Map.groupBy(told, (event) => event.workspaceId)) {
      await rows({ workspaceId }, tx).run(insertEvents, { events: own.map(({ row }) => row) });
    }
  };
}

/** An event as statements take it. */
export const eventRow = ({ kind, ...details }: EventDetails): EventRow => ({ kind, details });

export interface EventRow {
  kind: EventKind;
  details: object;
}

const prunedAtOnce = 10_000;

/**
 * Removes what happened more than 30 days ago, as much as one run may, and keeps how far that went: who asks from
 * there is told to read everything anew. @returns how many events it removed.
 */
export const pruneEvents = ({ openRows }: Pick<Database, 'openRows'>): Promise<number> =>
  openRows().run(pruneOldEvents, { limit: prunedAtOnce });
