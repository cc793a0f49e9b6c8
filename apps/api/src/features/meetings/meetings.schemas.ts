import { z } from 'zod';
import { pageQuery } from '../../http/page.ts';

export const meetingParamsSchema = z.object({ meeting_id: z.uuid() });

export const listQuerySchema = z.object(pageQuery({ defaultLimit: 100, maxLimit: 1_000 }));

/** A form field that holds a JSON array of names. */
const participants = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be a JSON array of names' });
      return z.NEVER;
    }
  })
  .pipe(z.array(z.string().trim().min(1).max(200)).max(200));

/** A form cannot leave a field out by null; an empty one counts as not given. */
const optionalText = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .optional()
    .transform((text) => (text === undefined || text.trim() === '' ? null : text));

export const createFieldsSchema = z.strictObject({
  title: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .meta({ description: 'What the meeting is listed under', example: 'Q4 Sales Review' }),
  description: optionalText(20_000).describe('What it is about'),
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
  custom_template_points: optionalText(20_000).describe('What else the note is to cover'),
});

export type CreateFields = z.output<typeof createFieldsSchema>;
export type ListQuery = z.output<typeof listQuerySchema>;
