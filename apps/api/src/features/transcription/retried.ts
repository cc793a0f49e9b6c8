import type { Scope } from '@memo/entities';
import { meetingNotFound, toListItem } from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import type { TranscriptionRepository } from './transcription.repository.ts';
import type { RetriedMeeting } from './transcription.schemas.ts';

interface RetriedDeps {
  repository: Pick<TranscriptionRepository, 'find'>;
  pipeline: Pick<Pipeline, 'progress'>;
}

/**
 * Where a meeting is that was queued again.
 * @throws AppError `not_found`.
 */
export type ReadRetried = (scope: Scope, meetingId: string) => Promise<RetriedMeeting>;

export function createReadRetried({ repository, pipeline }: RetriedDeps): ReadRetried {
  return async (scope, meetingId) => {
    const row = await repository.find(scope, meetingId);
    if (row === null) throw meetingNotFound();
    const progress = await pipeline.progress(scope, [meetingId]);
    const meeting = toListItem(row, progress.get(meetingId));
    return {
      id: meeting.id,
      generation: row.generation,
      title: meeting.title,
      status: meeting.status,
      analytics_status: meeting.analytics_status,
      dashboard_status: meeting.dashboard_status,
      is_processed: meeting.is_processed,
      progress: meeting.progress,
      error: meeting.error,
      updated_at: meeting.updated_at,
    };
  };
}
