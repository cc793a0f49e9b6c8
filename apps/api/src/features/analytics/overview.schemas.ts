import { z } from 'zod';
import { personSchema } from './person.ts';

export const overviewExample = {
  from: '2025-06-16',
  to: '2025-06-29',
  total_meetings: 3,
  meetings_by_status: { PENDING: 0, PROCESSING: 1, COMPLETED: 2, FAILED: 0 },
  completed_count: 2,
  total_hours: 1.75,
  averages: { duration_minutes: 35, speakers: 2.5, words_per_minute: 142.3, action_items: 1.5 },
  talk_time_by_speaker: [
    { name: 'Jane Smith', talk_time_ms: 1_860_000, meeting_count: 2 },
    { name: 'Speaker2', talk_time_ms: 720_000, meeting_count: 1 },
  ],
  talk_time_by_profile: [
    {
      profile: {
        id: '0197a1b2-6a00-7d10-8c21-5e6f70819203',
        full_name: 'Jane Smith',
        company: 'Acme Corp',
        designation: 'Sales Manager',
      },
      talk_time_ms: 1_860_000,
      meeting_count: 2,
    },
  ],
  trend: [
    { week_start: '2025-06-16', meetings: 2, hours: 1.25 },
    { week_start: '2025-06-23', meetings: 1, hours: 0.5 },
  ],
  action_item_owners: [{ name: 'Jane Smith', action_items: 3, meeting_count: 2 }],
};

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
      speakers: average.describe('Names in a meeting in which anyone speaks, to 1 place'),
      words_per_minute: average.describe('Of all who speak, together, to 1 place'),
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
