import type { Database, Scope } from '@memo/entities';
import { findAnalyzed, type AnalyzedMeeting } from './meeting-analytics.sql.ts';

export interface MeetingAnalyticsRepository {
  find(scope: Scope, meetingId: string): Promise<AnalyzedMeeting | null>;
}

export const createMeetingAnalyticsRepository = ({
  rows,
}: Database): MeetingAnalyticsRepository => ({
  find: (scope, id) => rows(scope).first(findAnalyzed, { id }),
});
