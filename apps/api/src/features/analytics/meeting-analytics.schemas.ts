import { meetingStatuses } from '@memo/entities';
import { meetingMetricsSchema } from '@memo/transcript';
import { z } from 'zod';
import { fullExample, mobileExample } from './meeting-analytics.examples.ts';
import { personSchema } from './person.ts';

export const viewQuerySchema = z.object({
  view: z
    .enum(['full', 'mobile'])
    .default('full')
    .describe('Everything, or the few numbers a phone shows'),
});

const count = z.number().int();
const ms = z.number().int();
const share = z.number().describe('0 to 1, to 4 places');

const meetingFields = {
  meeting_id: z.uuid(),
  title: z.string(),
  analytics_status: z.enum(meetingStatuses),
  note: z.string().nullable().describe('Why there are no metrics, if there are none'),
};

const namedMetricsSchema = meetingMetricsSchema.extend({
  speakers: z
    .array(
      meetingMetricsSchema.shape.speakers.element.extend({
        key: z.string().describe('What `activity` refers to'),
        name: z.string().describe('As the speaker is called now; speakers of one name are one'),
        profile: personSchema.nullable(),
      }),
    )
    .describe('In order of first speaking'),
});

const mobileMetricsSchema = z.object({
  duration_ms: ms,
  speech_share: share,
  words: count,
  turns: count,
  questions: count,
  action_item_count: count,
  speakers: z
    .array(
      z.object({
        name: z.string(),
        talk_share: share,
        talk_time_ms: ms,
        words_per_minute: z.number(),
      }),
    )
    .describe('The five who talk most, and most first'),
  others: z
    .object({ count, talk_share: share, talk_time_ms: ms })
    .nullable()
    .describe('All other speakers together; null when there are none'),
  activity: z.object({
    minutes_per_point: count.describe('How many minutes of the recording a point stands for'),
    speech_ms: z
      .array(ms)
      .describe(
        'At most 30 points: the time in which anyone talks within that many minutes. The last may stand for less.',
      ),
  }),
});

const fullSchema = z
  .object({ ...meetingFields, view: z.literal('full'), metrics: namedMetricsSchema.nullable() })
  .meta({ id: 'FullMeetingAnalytics', example: fullExample });

const mobileSchema = z
  .object({ ...meetingFields, view: z.literal('mobile'), metrics: mobileMetricsSchema.nullable() })
  .meta({ id: 'MobileMeetingAnalytics', example: mobileExample });

export const meetingAnalyticsSchema = z
  .union([fullSchema, mobileSchema])
  .meta({ id: 'MeetingAnalytics', example: fullExample });

export type View = z.output<typeof viewQuerySchema>['view'];
export type MobileMetrics = z.output<typeof mobileMetricsSchema>;
export type MeetingAnalytics = z.output<typeof meetingAnalyticsSchema>;
