import { meetingStatuses, type Tenant } from '@memo/entities';
import { languageList, type WireMeetingListItem } from '@memo/meetings';
import { z } from 'zod';
import { pageQuery } from '../../../http/page.ts';
import { changeFieldsSchema, createJsonSchema, type CreateFields } from '../meetings.schemas.ts';

const { page, limit } = pageQuery({ defaultLimit: 20, maxLimit: 100 });

const example = {
  id: '0197a1b2-5f00-7c31-9a44-1d2e3f405162',
  organization: '0197a1b2-5f00-7c31-9a44-1d2e3f405100',
  title: 'Q4 Sales Review',
  description: 'Numbers of the quarter',
  participants: ['John Doe', 'Jane Smith'],
  language: 'en',
  languages: ['en'],
  status: 'PENDING' as const,
  duration_ms: null,
  created_by: 42,
  created_at: '2025-06-24T14:30:00.000Z',
  updated_at: '2025-06-24T14:30:00.000Z',
};

export const meetInMeetingSchema = z
  .object({
    id: z.uuid(),
    organization: z.uuid().describe('The workspace'),
    title: z.string(),
    description: z.string().nullable(),
    participants: z.array(z.string()),
    language: z
      .string()
      .nullable()
      .describe('The first of `languages`; null where none was told, and it is detected'),
    languages: z.array(z.string()).describe('BCP-47 codes of what is spoken'),
    status: z
      .enum(meetingStatuses)
      .describe('Of transcript and note; PENDING also while it waits for its recording'),
    duration_ms: z.int().nullable(),
    created_by: z.int(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'MeetInMeeting', example });

export const meetInPageSchema = z
  .object({
    count: z.int().describe('Of all pages'),
    next: z.string().nullable(),
    previous: z.string().nullable(),
    results: z.array(meetInMeetingSchema),
  })
  .meta({
    id: 'MeetInPage',
    example: {
      count: 21,
      next: 'https://memo.example.com/api/meetings/?page=2',
      previous: null,
      results: [example],
    },
  });

export const meetInQuerySchema = z.object({
  page: page.describe('Counts from 1; a page past the end is empty'),
  page_size: limit.describe('How many meetings an answer holds at most'),
  status: z
    .string()
    .toUpperCase()
    .pipe(z.enum(meetingStatuses))
    .optional()
    .meta({ type: 'string', enum: [...meetingStatuses], description: 'Of transcript and note' }),
});

export const meetInCreateSchema = createJsonSchema
  .extend({
    language: z
      .string()
      .nullable()
      .optional()
      .transform((code) => (code === null || code === undefined || code === '' ? [] : [code]))
      .pipe(languageList)
      .meta({ type: ['string', 'null'], description: 'The same as one of `languages`' }),
  })
  .meta({ example: { title: 'Q4 Sales Review', language: 'en' } });

/** Field by field as Memo's own; what is not sent stays. */
export const meetInChangeSchema = changeFieldsSchema;

export type WireMeetInMeeting = z.output<typeof meetInMeetingSchema>;

export const toCreateFields = ({
  language,
  ...fields
}: z.output<typeof meetInCreateSchema>): CreateFields => ({
  ...fields,
  languages: [...new Set([...language, ...fields.languages])],
});

export const toMeetIn = (
  { workspaceId }: Tenant,
  meeting: Omit<WireMeetingListItem, 'action_items'>,
): WireMeetInMeeting => ({
  id: meeting.id,
  organization: workspaceId,
  title: meeting.title,
  description: meeting.description,
  participants: meeting.participants,
  language: meeting.languages[0] ?? null,
  languages: meeting.languages,
  status: meeting.status,
  duration_ms: meeting.duration_ms,
  created_by: meeting.user_id,
  created_at: meeting.created_at,
  updated_at: meeting.updated_at,
});
