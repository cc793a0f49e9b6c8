import type { Scope } from '@memo/entities';
import type { DataSource } from 'typeorm';
import { actionItemOwners, talkTime, totals, trend } from './overview.sql.ts';
import type { Overview } from './overview.schemas.ts';
import type { Period } from './period.ts';

export interface OverviewRepository {
  /** Over the caller's own meetings, in four statements however many they are. */
  read(scope: Scope, period: Period): Promise<Omit<Overview, 'from' | 'to'>>;
}

interface Totals extends Pick<Overview, 'total_meetings' | 'completed_count' | 'total_hours'> {
  pending: number;
  processing: number;
  failed: number;
  duration_minutes: number | null;
  action_items: number | null;
}

interface TalkTime extends Pick<Overview, 'talk_time_by_speaker' | 'talk_time_by_profile'> {
  speakers: number | null;
  words_per_minute: number | null;
}

const nothing: Totals = {
  total_meetings: 0,
  pending: 0,
  processing: 0,
  completed_count: 0,
  failed: 0,
  total_hours: 0,
  duration_minutes: null,
  action_items: null,
};

const silence: TalkTime = {
  talk_time_by_speaker: [],
  talk_time_by_profile: [],
  speakers: null,
  words_per_minute: null,
};

export function createOverviewRepository({ manager }: DataSource): OverviewRepository {
  return {
    read: ({ workspaceId, userId }, { start, end }) =>
      // One snapshot, so that the numbers of one answer agree.
      manager.transaction('REPEATABLE READ', async (snapshot) => {
        const values = [workspaceId, userId, start, end];
        const [all = nothing] = await snapshot.query<Totals[]>(totals, values);
        const [talk = silence] = await snapshot.query<TalkTime[]>(talkTime, values);
        const weeks = await snapshot.query<Overview['trend']>(trend, values);
        const owners = await snapshot.query<Overview['action_item_owners']>(
          actionItemOwners,
          values,
        );
        return {
          total_meetings: all.total_meetings,
          meetings_by_status: {
            PENDING: all.pending,
            PROCESSING: all.processing,
            COMPLETED: all.completed_count,
            FAILED: all.failed,
          },
          completed_count: all.completed_count,
          total_hours: all.total_hours,
          averages: {
            duration_minutes: all.duration_minutes,
            speakers: talk.speakers,
            words_per_minute: talk.words_per_minute,
            action_items: all.action_items,
          },
          talk_time_by_speaker: talk.talk_time_by_speaker,
          talk_time_by_profile: talk.talk_time_by_profile,
          trend: weeks,
          action_item_owners: owners,
        };
      }),
  };
}
