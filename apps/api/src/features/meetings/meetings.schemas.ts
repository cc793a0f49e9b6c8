import {
  languageList,
  languages,
  speakersExpected,
  speakersNumber,
  visibilitySchema,
} from '@memo/meetings';
import { z } from 'zod';
import { organizationField } from '../../http/named-workspace.ts';
import { personName, shownText } from '../../http/shown-text.ts';

const title = shownText().max(500);
const maxText = 20_000;
const names = z.array(personName().min(1).max(200)).max(200);

/** A form field that holds a JSON array of names. */
const participants = z
  .string({ error: 'must be one field that holds a JSON array of names' })
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text) ?? [];
    } catch {
      context.addIssue({ code: 'custom', message: 'must be a JSON array of names' });
      return z.NEVER;
    }
  })
  .pipe(names);

/** A form cannot leave a field out by null; an empty one counts as not given. */
const optionalText = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .optional()
    .transform((text) => (text === undefined || text.trim() === '' ? null : text));

export const createFieldsSchema = z.object({
  title: title.meta({
    description: 'What the meeting is listed under; empty lets the note give it one',
    example: 'Q4 Sales Review',
  }),
  description: optionalText(maxText).describe('What it is about'),
  participants: participants
    .optional()
    .transform((names) => names ?? [])
    .meta({
      type: 'string',
      description: 'Who takes part: a JSON array of at most 200 names',
      example: '["John Doe", "Jane Smith"]',
    }),
  templateid: z
    .preprocess((value) => (value === '' ? undefined : value), z.uuid().optional())
    .transform((id) => id ?? null)
    .meta({
      type: 'string',
      format: 'uuid',
      description: 'The template the note follows: a default one or one of the workspace',
    }),
  custom_template_points: optionalText(maxText).describe('What else the note is to cover'),
  speakers_expected: speakersExpected,
  languages,
  visibility: z
    .preprocess((value) => (value === '' ? undefined : value), visibilitySchema.optional())
    .transform((given) => given ?? 'workspace')
    .meta({
      type: 'string',
      enum: visibilitySchema.options,
      description: 'Who of the workspace sees the meeting; all members when not given',
      example: 'workspace',
    }),
  organization: organizationField,
});

const jsonText = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .nullable()
    .optional()
    .transform((text) => (text === undefined || text?.trim() === '' ? null : text));

/** The same of a meeting whose recording comes later, as JSON. */
export const createJsonSchema = z
  .object({
    title: title.describe('What the meeting is listed under; empty lets the note give it one'),
    description: jsonText(maxText).describe('What it is about'),
    participants: names
      .optional()
      .transform((given) => given ?? [])
      .describe('Who takes part'),
    templateid: z
      .uuid()
      .nullable()
      .optional()
      .transform((id) => id ?? null)
      .describe('The template the note follows: a default one or one of the workspace'),
    custom_template_points: jsonText(maxText).describe('What else the note is to cover'),
    speakers_expected: speakersNumber,
    languages: languageList.optional().transform((codes) => codes ?? []),
    visibility: visibilitySchema
      .optional()
      .transform((given) => given ?? 'workspace')
      .describe('Who of the workspace sees the meeting; all members when not given'),
    organization: organizationField,
  })
  .meta({
    example: {
      title: 'Q4 Sales Review',
      description: 'Numbers of the quarter',
      participants: ['John Doe', 'Jane Smith'],
      speakers_expected: 2,
      languages: ['en'],
    },
  });

export const changeFieldsSchema = z
  .object({
    title: title.min(1).optional().describe('What the meeting is listed under'),
    description: z
      .string()
      .max(maxText)
      .nullable()
      .transform((text) => (text?.trim() === '' ? '' : text))
      .optional()
      .meta({
        type: ['string', 'null'],
        description: 'What it is about. Empty clears it; null, one that somebody wrote',
      }),
    participants: names.optional().describe('Who takes part, instead of those so far'),
  })
  .refine((fields) => Object.values(fields).some((value) => value !== undefined), {
    message: 'send what is to change: title, description or participants',
  })
  .meta({
    example: {
      title: 'Updated Title',
      description: 'Updated description',
      participants: ['John Doe', 'Jane Smith'],
    },
  });

export type CreateFields = z.output<typeof createFieldsSchema>;
export type ChangeFields = z.output<typeof changeFieldsSchema>;
