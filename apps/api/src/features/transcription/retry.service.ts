import type { Scope, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import { recordEvent, statusFields, type AuditLog } from '@memo/journal';
import type { Pipeline, RetryAnswer } from '@memo/pipeline';
import { toListItem } from '../../meeting-view/meeting-view.mapper.ts';
import type { WireMeetingListItem } from '../../meeting-view/meeting-view.schemas.ts';
import type { TranscriptionRepository } from './transcription.repository.ts';
import type { RetriedMeeting } from './transcription.schemas.ts';

export interface RetryDeps {
  repository: TranscriptionRepository;
  pipeline: Pick<Pipeline, 'retry' | 'progress'>;
  transact: Transact;
  audit: AuditLog;
}

/**
 * Runs again what failed for good of one meeting of the workspace, whatever it failed of.
 * @throws AppError `not_found`, `conflict` when nothing has failed.
 */
export type RetryMeeting = (scope: Scope, meetingId: string) => Promise<RetriedMeeting>;

export function createRetryMeeting(deps: RetryDeps): RetryMeeting {
  const { repository, pipeline, transact, audit } = deps;

  return async (scope, meetingId) => {
    const answer = await transact(async (tx) => {
      const retried = await pipeline.retry(scope, tx, meetingId);
      if (retried.kind === 'retried') {
        const { workspaceId } = scope;
        const fields = statusFields(...retried.stages);
        await recordEvent(tx, { kind: 'meeting.updated', workspaceId, meetingId, fields });
        const details = { stages: retried.stages.join(', ') };
        await audit.record(scope, tx, { action: 'meeting.retried', subject: meetingId, details });
      }
      return retried;
    });
    if (answer.kind === 'not_found') throw notFound();
    if (answer.kind === 'nothing_failed') throw nothingFailed(answer);
    const row = await repository.find(scope, meetingId);
    if (row === null) throw notFound();
    const progress = await pipeline.progress([meetingId]);
    return toRetried(toListItem(row, progress.get(meetingId)));
  };
}

const toRetried = (meeting: WireMeetingListItem): RetriedMeeting => ({
  id: meeting.id,
  title: meeting.title,
  status: meeting.status,
  analytics_status: meeting.analytics_status,
  dashboard_status: meeting.dashboard_status,
  is_processed: meeting.is_processed,
  progress: meeting.progress,
  error: meeting.error,
  updated_at: meeting.updated_at,
});

const notFound = (): AppError => new AppError('not_found', 'Meeting not found');

const nothingFailed = ({ state }: Extract<RetryAnswer, { kind: 'nothing_failed' }>): AppError =>
  new AppError(
    'conflict',
    `Nothing of this meeting has failed, so there is nothing to retry: its status is ${state.status}, ` +
      `its analytics are ${state.analytics} and its dashboard delivery is ${state.dashboard}.`,
  );
