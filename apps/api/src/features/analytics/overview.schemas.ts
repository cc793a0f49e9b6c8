import { z } from 'zod';
import { overviewExample } from './overview.examples.ts';
import { personSchema } from './person.ts';

const count = z.number().int();
const hours = z.number().describe('Of recordings, to 2 places');
const average = z.number().nullable().describe('To 1 place; null without a meeting to count');

const talkFields = {
  talk_time_ms: z.number().int(),
  meeting_count: count,
};

export const overviewSchema = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    total_meetings: count,
    meetings_by_status: z.object({
      PENDING: count,
      PROCESSING: count,
      COMPLETED: count,
      FAILED: count,
    }),
    completed_count: count,
    total_hours: hours,
    averages: z.object({
      duration_minutes: average,
      speakers: average.describe('Names in a meeting in which anyone is heard, to 1 place'),
      words_per_minute: average.describe('Of all who are heard together, to 1 place'),
      action_items: average.describe('In a completed meeting, to 1 place'),
    }),
    talk_time_by_speaker: z
      .array(z.object({ name: z.string(), ...talkFields }))
      .describe('The 20 names that talk most in meetings with metrics, and most first'),
    talk_time_by_profile: z
      .array(z.object({ profile: personSchema, ...talkFields }))
      .describe('The same for people: speakers that are mapped to a profile'),
    trend: z
      .array(
        z.object({
          week_start: z.iso.date().describe('The Monday'),
          meetings: count,
          hours,
        }),
      )
      .describe('Each ISO week the period touches, with its meetings in the period'),
    action_item_owners: z
      .array(
        z.object({
          name: z.string().describe('As it is written most often'),
          action_items: count,
          meeting_count: count,
        }),
      )
      .describe('The 10 who were given most; upper and lower case are one name'),
  })
  .meta({ id: 'AnalyticsOverview', example: overviewExample });

export type Overview = z.output<typeof overviewSchema>;
