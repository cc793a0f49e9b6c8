import type { MeetingReader, TranscribedMeeting } from '@memo/meetings';
import { leave, type StageClaim, type StageOutput } from '@memo/pipeline';
import type { DashboardClient } from '../../dashboard/dashboard-client.ts';
import { meetingPayload, type MeetingPayload } from './meeting-payload.ts';
import { endWithDelivery } from './sync.sql.ts';

export interface SyncDeps {
  reader: Pick<MeetingReader, 'ofStage'>;
  /** Null where no dashboard is configured. */
  dashboard: DashboardClient | null;
}

/** The completed meeting in, one effective delivery to the dashboard out. */
export function createSync({ reader, dashboard }: SyncDeps) {
  return async (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> => {
    if (dashboard === null) return { left: leave(endWithDelivery, { status: 'NOT_CONFIGURED' }) };
    const found = await reader.ofStage(claim, { words: false });
    const payload = meetingPayload(found);
    const body = JSON.stringify(payload);
    const id = deliveryId(claim, found, payload);
    await dashboard.deliver({ id, body, signal });
    return { left: leave(endWithDelivery, { status: 'DELIVERED' }) };
  };
}

/**
 * A worker may die between the dashboard's answer and our commit. The try that follows carries the same id, so the
 * dashboard can tell it from a meeting that was processed anew, and from one that has its metrics by now: those come
 * late when the analysis had to be retried, and a dashboard may ignore an id it has seen. A generation that was brought
 * back was delivered before; a transcript that was edited says something else, and so does a note.
 */
const deliveryId = (
  { meetingId, generation }: StageClaim,
  { meeting: { restored, note_edits: noteEdits }, transcript: { edits } }: TranscribedMeeting,
  { analytics }: Pick<MeetingPayload, 'analytics'>,
): string =>
  [
    `meeting-${meetingId}-${generation}`,
    ...(restored > 0 ? [`restored-${restored}`] : []),
    ...(edits > 0 ? [`edited-${edits}`] : []),
    ...(noteEdits > 0 ? [`note-${noteEdits}`] : []),
    ...(analytics === null ? ['without-metrics'] : []),
  ].join('-');
