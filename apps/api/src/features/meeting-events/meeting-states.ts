import { createHash } from 'node:crypto';
import type { DashboardStatus, MeetingStatus } from '@memo/entities';
import { toProgress, type MeetingReader } from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import type { MeetingState } from './meeting-events.schemas.ts';
import type { ReadStates } from './meeting-watch.ts';

/** Reads how far meetings are, in two queries whatever their number. */
export function createReadStates(
  reader: Pick<MeetingReader, 'states'>,
  pipeline: Pick<Pipeline, 'progressOfWatched'>,
): ReadStates<MeetingState> {
  return async (watched) => {
    const rows = await reader.states(watched);
    // After the rows: a finished meeting must not be told with the progress of a moment before.
    const progress = await pipeline.progressOfWatched(watched);
    return new Map(
      rows.map((row) => [
        row.id,
        {
          id: row.id,
          status: row.status,
          progress: toProgress(row, progress.get(row.id)),
          transcription_partial: row.partial,
          analytics_status: row.analytics_status,
          dashboard_status: row.dashboard_status,
          error: row.error,
          needs_review: row.needs_review,
          updated_at: row.updated_at.toISOString(),
        },
      ]),
    );
  };
}

const isDone: Record<MeetingStatus | DashboardStatus, boolean> = {
  PENDING: false,
  PROCESSING: false,
  COMPLETED: true,
  FAILED: true,
  NOT_CONFIGURED: true,
  DELIVERED: true,
};

/** Whether nothing more will happen by itself. A retried analysis may follow a delivery that succeeded. */
export const isFinal = (state: MeetingState): boolean =>
  state.status === 'FAILED' ||
  [state.status, state.analytics_status, state.dashboard_status].every((status) => isDone[status]);

/** Names a state, so that a client can say which one it has seen. */
export const stateId = (state: MeetingState): string =>
  createHash('sha256').update(JSON.stringify(state)).digest('base64url').slice(0, 22);
