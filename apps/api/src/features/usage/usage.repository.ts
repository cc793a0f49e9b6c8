import type { Database, Scope } from '@memo/entities';
import type { Month } from './month.ts';
import {
  spentSchema,
  type MeetingUsage,
  type Spent,
  type WorkspaceUsage,
} from './usage.schemas.ts';
import { meetingUsage, workspaceUsage, type SpendingRow } from './usage.sql.ts';

export interface SpentOnMeeting extends Pick<MeetingUsage, 'stages' | 'models' | 'prices_as_of'> {
  totals: Spent;
  /** Null until the recordings are prepared. */
  durationMs: number | null;
  recordings: number;
}

export interface UsageRepository {
  /** Null when the workspace has no such meeting. */
  ofMeeting(scope: Scope, meetingId: string): Promise<SpentOnMeeting | null>;
  ofMonth(scope: Scope, month: Month): Promise<WorkspaceUsage>;
}

/** The sums of a row alone. */
const spentOf = (row: Spent): Spent => spentSchema.parse(row);

const nothing: Spent = {
  calls: 0,
  audio_seconds: 0,
  input_tokens: 0,
  output_tokens: 0,
  cost_usd: 0,
  known_cost_usd: 0,
  unpriced_calls: 0,
};

export function createUsageRepository({ rows }: Database): UsageRepository {
  return {
    ofMeeting: async (scope, id) => {
      const row = await rows(scope).first(meetingUsage, { id });
      if (row === null) return null;
      const { stages, models, prices_as_of, duration_ms: durationMs, recordings } = row;
      const totals = spentOf(row);
      return { stages, models, prices_as_of, durationMs, recordings, totals };
    },

    ofMonth: async (scope, { month, start, end, earliest }) => {
      const spending = await rows(scope).all(workspaceUsage, { earliest, start, end });
      const ofKind = (kind: SpendingRow['kind']) => spending.filter((row) => row.kind === kind);
      const months = ofKind('month');
      const asked = months.find((row) => row.month === month);
      return {
        month,
        totals: asked === undefined ? nothing : spentOf(asked),
        by_stage: ofKind('stage').map((row) => ({ stage: row.stage, ...spentOf(row) })),
        by_model: ofKind('model').map((row) => {
          return { provider: row.provider, model: row.model, ...spentOf(row) };
        }),
        by_day: ofKind('day').map((row) => ({ day: row.day, ...spentOf(row) })),
        prices_as_of: asked?.prices_as_of ?? [],
        previous_months: months
          .filter((row) => row !== asked)
          .map((row) => ({ month: row.month, ...spentOf(row) })),
      };
    },
  };
}
