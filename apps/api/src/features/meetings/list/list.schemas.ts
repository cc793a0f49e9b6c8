import { meetingStatuses } from '@memo/entities';
import { compactItemSchema, meetingListItemSchema, meetingPageExample } from '@memo/meetings';
import { z } from 'zod';
import { pageQuery, pageSchema } from '../../../http/page.ts';
import { decodeCursor, encodeCursor } from '../../../http/cursor.ts';
import { parseDateRange } from './date-range.ts';
import { views } from './list.sql.ts';

const { page, limit } = pageQuery({ defaultLimit: 100, maxLimit: 1_000 });

const statusFilter = (description: string) =>
  z
    .string()
    .toUpperCase()
    .pipe(z.enum(meetingStatuses))
    .optional()
    .meta({
      type: 'string',
      enum: meetingStatuses.map((status) => status.toLowerCase()),
      description: `${description}, in upper or lower case`,
      example: 'completed',
    });

const dateRange = (description: string, example: string) =>
  z
    .string()
    .transform((text, context) => {
      const parsed = parseDateRange(text);
      if (parsed !== null) return parsed;
      context.addIssue({
        code: 'custom',
        message: 'must be an ISO date or date-time, such as 2025-06-24 or 2025-06-24T14:30:00Z',
      });
      return z.NEVER;
    })
    .optional()
    .meta({ type: 'string', description, example });

const cursor = z
  .string()
  .max(200)
  .transform((text, context) => {
    if (text === '') return 'newest' as const;
    const position = decodeCursor(text);
    if (position !== null) return position;
    context.addIssue({
      code: 'custom',
      message: 'must be a next_cursor this API gave, or empty to begin with the newest meeting',
    });
    return z.NEVER;
  })
  .optional()
  .meta({
    type: 'string',
    description:
      'Instead of `page`, for reading on: empty for the newest meetings, then the `next_cursor` of each answer. No page is read twice or missed while meetings are added, and the last is as fast as the first',
  });

export const listQuerySchema = z
  .object({
    page: page.unwrap().optional().meta({
      default: 1,
      description: 'Counts from 1',
    }),
    limit: limit.describe('How many meetings an answer holds at most'),
    status: statusFilter('Of transcript and note'),
    analytics_status: statusFilter('Of the metrics'),
    view: z
      .enum(views)
      .default('full')
      .describe('`compact`: as `CompactMeeting`, without summary, key points and action items'),
    needs_review: z
      .enum(['true', 'false'], 'must be true or false')
      .transform((text) => text === 'true')
      .optional()
      .meta({
        type: 'boolean',
        description:
          'Only meetings whose transcript is to be checked by a person, or only the others',
        example: true,
      }),
    search: z
      .string()
      .max(500)
      // A line break would be found between a title and a name, which are kept as lines of one text.
      .transform((text) => text.replace(/[\r\n]+/g, ' ').trim())
      .optional()
      .meta({
        type: 'string',
        maxLength: 500,
        description:
          'Any part of the title or of a participant, or words of the transcript, each by its beginning and all of them in one meeting; upper and lower case are the same, and accents do not matter',
        example: 'forecast',
      }),
    date_from: dateRange(
      'Made on this day (UTC) or later; with a time, at it or later. UTC where no offset is given',
      '2025-06-01',
    ),
    date_to: dateRange(
      'Made on this day (UTC) or earlier; with a time, at it or earlier',
      '2025-06-30',
    ),
    cursor,
  })
  .superRefine(({ page: numbered, cursor: position, date_from: from, date_to: to }, context) => {
    if (numbered !== undefined && position !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['cursor'],
        message: 'cannot be combined with page; send one of the two',
      });
    }
    if (from !== undefined && to !== undefined && from.start >= to.end) {
      context.addIssue({
        code: 'custom',
        path: ['date_from'],
        message: 'must not be after date_to',
      });
    }
  });

const searchHitSchema = z
  .object({
    field: z.enum(['title', 'participant', 'transcript']),
    text: z
      .string()
      .nullable()
      .describe(
        'The words around the match, at most 200 characters. Of a transcript those of the segment with the first match; null past the hundredth meeting of a page, where nobody looks for it',
      ),
    start_ms: z.number().int().nullable().describe('When the segment begins'),
    segment_id: z.number().int().nullable(),
  })
  .describe('Where it holds what was searched for; null without a search')
  .meta({
    id: 'SearchHit',
    example: {
      field: 'transcript',
      text: '… the forecast for the fourth quarter is better than …',
      start_ms: 754_200,
      segment_id: 42,
    },
  });

const searched = { search_hit: searchHitSchema.nullable() };

const listedMeetingSchema = meetingListItemSchema.extend(searched).meta({ id: 'ListedMeeting' });
const compactMeetingSchema = compactItemSchema.extend(searched).meta({ id: 'CompactMeeting' });

const counted = pageSchema(z.union([listedMeetingSchema, compactMeetingSchema])).shape;

/** What the list answers; by cursor nothing is counted. */
export const meetingListSchema = z
  .object({
    data: counted.data,
    total: counted.total.nullable().describe('Of all pages; null by cursor'),
    page: counted.page.nullable().describe('Null by cursor'),
    limit: counted.limit,
    total_pages: counted.total_pages.nullable().describe('Null by cursor'),
    next_cursor: z
      .string()
      .nullable()
      .describe('Send it as `cursor` for the meetings after these; null when there are none'),
  })
  .meta({
    id: 'MeetingList',
    example: {
      ...meetingPageExample,
      data: meetingPageExample.data.map((meeting) => ({ ...meeting, search_hit: null })),
      next_cursor: encodeCursor({
        atUs: '1750775400000000',
        id: '0197a1b2-5f00-7c31-9a44-1d2e3f405162',
      }),
    },
  });

export type ListedMeeting = z.output<typeof listedMeetingSchema>;
export type ListQuery = z.output<typeof listQuerySchema>;
export type WireMeetingList = z.output<typeof meetingListSchema>;
