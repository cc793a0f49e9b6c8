import type { Stage, Transaction } from '@memo/entities';
import { statusFields, type EventDetails, type RecordEvent } from '@memo/journal';
import type { StageClaim } from './claim.ts';

interface Told {
  succeeded: EventDetails | null;
  failed: EventDetails;
}

const failed = (stage: Stage): EventDetails => ({ kind: 'meeting.failed', stage });
const updated = (stage: Stage): EventDetails => ({
  kind: 'meeting.updated',
  fields: statusFields(stage),
});

/** What the end of a stage is for those who follow the meeting: the same as in `meeting-status.sql.ts` for its columns. */
const told: Record<Stage, Told> = {
  prepare: { succeeded: null, failed: failed('prepare') },
  transcribe: { succeeded: null, failed: failed('transcribe') },
  assemble: { succeeded: null, failed: failed('assemble') },
  summarize: { succeeded: { kind: 'meeting.completed' }, failed: failed('summarize') },
  analyze: { succeeded: updated('analyze'), failed: updated('analyze') },
  sync: { succeeded: updated('sync'), failed: updated('sync') },
};

/**
 * Tells how a stage ended, in the transaction that ends it.
 * @param again the stages that its end has queued again.
 */
export async function tellOutcome(
  recordEvent: RecordEvent,
  tx: Transaction,
  { stage, workspaceId, meetingId }: StageClaim,
  outcome: keyof Told,
  again: readonly Stage[],
): Promise<void> {
  const details = told[stage][outcome];
  if (details === null) return;
  const event = { workspaceId, meetingId, ...details };
  if (event.kind === 'meeting.updated') event.fields = statusFields(stage, ...again);
  await recordEvent(tx, event);
}
