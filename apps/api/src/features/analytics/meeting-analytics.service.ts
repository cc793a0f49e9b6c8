import type { Database, Scope } from '@memo/entities';
import { meetingNotFound } from '@memo/meetings';
import { meetingMetricsSchema } from '@memo/transcript';
import type { MeetingAnalytics, View } from './meeting-analytics.schemas.ts';
import { findAnalyzed, type AnalyzedMeeting } from './meeting-analytics.sql.ts';
import { toMobileMetrics } from './mobile-metrics.ts';
import { nameSpeakers, type MetricsOfPeople } from './name-speakers.ts';

export interface MeetingAnalyticsService {
  /** @throws AppError `not_found`, also for another workspace's meeting. */
  get(scope: Scope, meetingId: string, view: View): Promise<MeetingAnalytics>;
}

export function createMeetingAnalyticsService({
  rows,
}: Pick<Database, 'rows'>): MeetingAnalyticsService {
  return {
    get: async (scope, meetingId, view) => {
      const meeting = await rows(scope).first(findAnalyzed, { id: meetingId });
      if (meeting === null) throw meetingNotFound();
      const { id, title, analytics_status } = meeting;
      const metrics = metricsOf(meeting);
      const about = { meeting_id: id, title, analytics_status, note: noteOf(meeting) };
      return view === 'full'
        ? { ...about, view, metrics }
        : {
            ...about,
            view,
            metrics: metrics && toMobileMetrics(metrics, meeting.action_item_count),
          };
    },
  };
}

/** Numbers of an earlier run say nothing about the transcript of one at work now. */
function metricsOf({
  analytics_status,
  analytics_data,
  speakers,
}: AnalyzedMeeting): MetricsOfPeople | null {
  if (analytics_status !== 'COMPLETED') return null;
  return nameSpeakers(meetingMetricsSchema.parse(analytics_data), speakers);
}

function noteOf({ status, analytics_status }: AnalyzedMeeting): string | null {
  if (analytics_status === 'COMPLETED') return null;
  if (analytics_status === 'FAILED') {
    return 'The metrics of this meeting could not be made. Its transcript and note are not affected.';
  }
  if (status === 'FAILED') {
    return 'The meeting failed before its metrics were due: its `error` says why.';
  }
  return 'The metrics are made after the note. Please ask again later.';
}
