import type { Stage } from '@memo/entities';
import { statusFields, type EventDetails } from '@memo/journal';

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
  minutes: { succeeded: { kind: 'note.changed' }, failed: { kind: 'note.changed' } },
};

/**
 * What is told of how a stage ended, in the transaction that ends it.
 * @param again the stages that its end has queued again.
 */
export function outcomeEvents(
  stage: Stage,
  outcome: keyof Told,
  again: readonly Stage[],
): EventDetails[] {
  const details = told[stage][outcome];
  if (details === null) return [];
  if (details.kind !== 'meeting.updated') return [details];
  return [{ ...details, fields: statusFields(stage, ...again) }];
}
