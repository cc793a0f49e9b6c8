import { PendingEvent, type Transaction } from '@memo/entities';
import type { NewEvent } from './kinds.ts';

/**
 * Tells what happened, in the transaction that makes it true. Waits for nobody and keeps nobody waiting: positions are
 * given after the commit. Call it after the change it tells of, so that of two changes to one meeting the later one,
 * which waited for the meeting's row, is told later.
 */
export async function recordEvent(
  { manager }: Pick<Transaction, 'manager'>,
  ...events: NewEvent[]
): Promise<void> {
  const rows = events.map(({ workspaceId, meetingId, kind, ...details }) => ({
    workspaceId,
    meetingId,
    kind,
    details,
  }));
  if (rows.length > 0) await manager.insert(PendingEvent, rows);
}
