import { z } from 'zod';
import { pageQuery, pageSchema } from '../../http/page.ts';
import { shownText } from '../../http/shown-text.ts';
import { organizationField } from '../../http/named-workspace.ts';
import { newTemplateExample, templateExample } from './templates.examples.ts';

export const templateParamsSchema = z.object({ template_id: z.uuid() });

export const listQuerySchema = z.object({
  ...pageQuery({ defaultLimit: 20, maxLimit: 100 }),
  search: z
    .string()
    .trim()
    .max(200)
    .default('')
    .describe('Any part of the title or description, in upper or lower case'),
});

/** Text that null or blank text clears. */
const clearable = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .nullable()
    .transform((text) => (text === null || text.trim() === '' ? null : text));

const fields = {
  title: shownText().min(1).max(200).describe('What people choose it by'),
  description: clearable(2_000).describe('What kind of meeting it is for'),
  transcription_prompt: clearable(20_000).describe(
    'What the recording is about, and how words are to be kept',
  ),
  summary_prompt: clearable(20_000).describe('How to summarize'),
  key_points_prompt: z
    .array(z.string().trim().min(1).max(500))
    .max(50)
    .nullable()
    .transform((points) => points ?? [])
    .describe('Topics to look for, as key points if they come up'),
  speaker_diarization: clearable(20_000).describe('How to tell who is who'),
};

export const newTemplateSchema = z
  .object({
    title: fields.title,
    description: fields.description.default(null),
    transcription_prompt: fields.transcription_prompt.default(null),
    summary_prompt: fields.summary_prompt.default(null),
    key_points_prompt: fields.key_points_prompt.default([]),
    speaker_diarization: fields.speaker_diarization.default(null),
    organization: organizationField,
  })
  .meta({ example: newTemplateExample });

export const templateChangesSchema = z
  .object(fields)
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'send at least one field to change')
  .meta({ example: { title: 'Sales call, renewals' } });

export const templateSchema = z
  .object({
    id: z.uuid(),
    title: z.string(),
    description: z.string().nullable(),
    transcription_prompt: z.string().nullable(),
    summary_prompt: z.string().nullable(),
    key_points_prompt: z.array(z.string()),
    speaker_diarization: z.string().nullable(),
    created_by: z.number().int().nullable().describe('Null for a default template'),
    is_default: z.boolean().describe('Whether every workspace has it, and nobody may change it'),
    is_active: z.boolean().describe('Always true: a deleted template is not shown'),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Template', example: templateExample });

/** One page of templates. */
export const templatePageSchema = pageSchema(templateSchema).meta({
  id: 'TemplatePage',
  example: { data: [templateExample], total: 6, page: 1, limit: 1, total_pages: 6 },
});

export type ListQuery = z.output<typeof listQuerySchema>;
export type NewTemplate = z.output<typeof newTemplateSchema>;
export type TemplateChanges = z.output<typeof templateChangesSchema>;
export type WireTemplate = z.output<typeof templateSchema>;
export type WireTemplatePage = z.output<typeof templatePageSchema>;
