import { personOf } from '@memo/access';
import type { Database, RowOfStatement, Scope } from '@memo/entities';
import type { Overview } from './overview.schemas.ts';
import { actionItemOwners, talkTime, totals, trend } from './overview.sql.ts';
import { readPeriod, type PeriodQuery } from './period.ts';

export interface OverviewService {
  /**
   * Over the caller's own meetings, in four statements however many they are.
   * @throws InvalidInput for a period that runs back or is too long.
   */
  read(scope: Scope, query: PeriodQuery): Promise<Overview>;
}

const nothing: RowOfStatement<typeof totals> = {
  total_meetings: 0,
  pending: 0,
  processing: 0,
  completed_count: 0,
  failed: 0,
  total_hours: 0,
  duration_minutes: null,
  action_items: null,
};

const silence: RowOfStatement<typeof talkTime> = {
  talk_time_by_speaker: [],
  talk_time_by_profile: [],
  speakers: null,
  words_per_minute: null,
};

export function createOverviewService({ rows, snapshot }: Database): OverviewService {
  return {
    read: async (scope, query) => {
      const { from, to, start, end } = readPeriod(query);
      return snapshot(async (tx) => {
        const own = rows(scope, tx);
        const values = { userId: personOf(scope), start, end };
        const all = (await own.first(totals, values)) ?? nothing;
        const talk = (await own.first(talkTime, values)) ?? silence;
        const weeks = await own.all(trend, values);
        const owners = await own.all(actionItemOwners, values);
        return {
          from,
          to,
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
      });
    },
  };
}
