import { actionItemStatuses } from '@memo/entities';
import { meetingParamsSchema } from '@memo/meetings';
import { z } from 'zod';
import { shownText } from '../../http/shown-text.ts';

export const itemParamsSchema = meetingParamsSchema.extend({ item_id: z.uuid() });

const example = {
  id: '01890a5d-ac96-774b-bcce-b302099a8201',
  meeting_id: '01890a5d-ac96-774b-bcce-b302099a8057',
  task: 'Send the offer',
  assigned_to: 'Ann',
  member_id: null,
  profile_id: null,
  due_date: '2026-12-04',
  status: 'open' as const,
  found: true,
  touched_by: 7,
  created_at: '2026-11-30T09:00:00.000Z',
  updated_at: '2026-11-30T09:20:00.000Z',
};

const evidence = {
  segment_ids: z.array(z.number().int()).describe('The transcript segments it rests on'),
  quote: z.string().nullable().describe('Words of those segments; null for a person’s own'),
  support: z.enum(['supported', 'unconfirmed']).nullable(),
};

const listed = {
  id: z.uuid(),
  meeting_id: z.uuid(),
  task: z.string(),
  assigned_to: z
    .string()
    .nullable()
    .describe('Who is to do it: as it was said, or the name of the member or profile'),
  member_id: z.number().int().nullable().describe('The member it is given to'),
  profile_id: z.uuid().nullable().describe('The profile it is given to'),
  due_date: z.string().nullable().describe('As it was said, or the day that a person gave'),
  status: z.enum(actionItemStatuses).describe('`dropped` ones are not in the note of the meeting'),
  found: z.boolean().describe('Whether the machine found it in the meeting'),
  touched_by: z
    .number()
    .int()
    .nullable()
    .describe('Who changed it last: what a person touched no machine changes or takes away'),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
};

const evidenceExample = { segment_ids: [4], quote: 'send the offer on Friday', support: null };

export const itemSchema = z
  .object({
    ...listed,
    ...evidence,
    quote_changed: z
      .boolean()
      .describe('Whether the transcript was edited since, and does not say the quote any more'),
  })
  .meta({
    id: 'TrackedActionItem',
    example: { ...example, ...evidenceExample, quote_changed: false },
  });

export const itemsSchema = z.object({ data: z.array(itemSchema), total: z.number().int() }).meta({
  example: { data: [{ ...example, ...evidenceExample, quote_changed: false }], total: 1 },
});

export const foundItemsSchema = z
  .object({
    data: z.array(z.object({ ...listed, meeting_title: z.string() })),
    next_cursor: z.string().nullable().describe('For `cursor`; null at the end'),
  })
  .meta({
    id: 'ActionItemPage',
    example: { data: [{ ...example, meeting_title: 'Q4 Sales Review' }], next_cursor: null },
  });

const day = z.iso.date().describe('YYYY-MM-DD');

export const searchQuerySchema = z.object({
  status: z
    .enum(actionItemStatuses)
    .optional()
    .describe('All that are not dropped where none is given'),
  assignee: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe('Any part of the name; or `me`, for what is given to the caller as a member'),
  member_id: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  profile_id: z.uuid().optional(),
  due_from: day.optional(),
  due_to: day.optional(),
  search: z.string().trim().min(1).max(200).optional().describe('Any part of the task'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional().describe('`next_cursor` of the page before'),
});

const assignee = {
  assigned_to: shownText()
    .max(200)
    .nullable()
    .transform((text) => (text === '' ? null : text))
    .optional()
    .meta({ type: ['string', 'null'], maxLength: 200, description: 'Who is to do it, in words' }),
  member_id: z
    .number()
    .int()
    .min(1)
    .max(2_147_483_647)
    .optional()
    .describe('The member of the workspace who is to do it'),
  profile_id: z.uuid().optional().describe('The profile of who is to do it'),
};

const fields = {
  task: shownText().min(1).max(1_000),
  ...assignee,
  due_date: z.iso.date().nullable().optional().describe('YYYY-MM-DD'),
};

const oneAssignee = {
  path: ['assigned_to'],
  message: 'send one of assigned_to, member_id and profile_id',
};

const namesOne = (sent: Partial<Record<keyof typeof assignee, unknown>>) =>
  [sent.assigned_to, sent.member_id, sent.profile_id].filter((one) => one !== undefined).length <=
  1;

export const newItemSchema = z
  .object(fields)
  .refine(namesOne, oneAssignee)
  .meta({ example: { task: 'Send the offer', assigned_to: 'Ann', due_date: '2026-12-04' } });

export const changeItemSchema = z
  .object({
    ...fields,
    task: fields.task.optional(),
    status: z.enum(actionItemStatuses).optional(),
  })
  .refine((sent) => Object.values(sent).some((value) => value !== undefined), {
    message: 'send what is to change: task, assigned_to, member_id, profile_id, due_date or status',
  })
  .refine(namesOne, oneAssignee)
  .meta({ example: { status: 'done' } });

export type WireItem = z.output<typeof itemSchema>;
export type WireItems = z.output<typeof itemsSchema>;
export type WireFoundItems = z.output<typeof foundItemsSchema>;
export type SearchQuery = z.output<typeof searchQuerySchema>;
export type NewItem = z.output<typeof newItemSchema>;
export type ChangeItem = z.output<typeof changeItemSchema>;
