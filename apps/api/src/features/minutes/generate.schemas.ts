import { languageCode } from '@memo/meetings';
import { z } from 'zod';
import { shownText } from '../../http/shown-text.ts';

const settings = {
  template_id: z
    .uuid()
    .nullable()
    .optional()
    .describe('The template they follow; null: that of the meeting'),
  language: languageCode
    .nullable()
    .optional()
    .meta({
      type: ['string', 'null'],
      description:
        'In which language they are written, as a BCP-47 code; null: that of the transcript',
      example: 'de',
    }),
  audience: shownText()
    .max(200)
    .nullable()
    .transform((text) => (text === '' ? null : text))
    .optional()
    .meta({
      type: ['string', 'null'],
      maxLength: 200,
      description: 'Who will read them, such as "the board" or "engineers who were not there"',
    }),
  replace_edits: z
    .boolean()
    .default(false)
    .describe(
      'Whether what is made takes the place of what a person wrote. Otherwise it waits as `proposed_version`',
    ),
};

export const generateSchema = z
  .object({
    id: z.uuid().optional().describe('Of the minutes that are made anew'),
    ...settings,
  })
  .meta({ example: { language: 'de', audience: 'The board' } });

export const bulkSchema = z
  .object({
    meeting_ids: z
      .array(z.uuid())
      .min(1)
      .max(100)
      .describe('At most 100; one that is named twice counts once'),
    ...settings,
  })
  .meta({ example: { meeting_ids: ['01890a5d-ac96-774b-bcce-b302099a8057'], language: 'de' } });

export const bulkAnswerSchema = z
  .object({
    results: z.array(
      z.object({
        meeting_id: z.uuid(),
        status: z.number().int().describe('What this one alone had been answered with'),
        detail: z.string().nullable().describe('Why nothing is made of it, where that is so'),
        minutes_id: z.uuid().nullable(),
      }),
    ),
    queued: z.number().int(),
  })
  .meta({
    id: 'BulkMinutes',
    example: {
      results: [
        {
          meeting_id: '01890a5d-ac96-774b-bcce-b302099a8057',
          status: 202,
          detail: null,
          minutes_id: '01890a5d-ac96-774b-bcce-b302099a8101',
        },
      ],
      queued: 1,
    },
  });

export type GenerateBody = z.output<typeof generateSchema>;
export type BulkBody = z.output<typeof bulkSchema>;
export type BulkAnswer = z.output<typeof bulkAnswerSchema>;
