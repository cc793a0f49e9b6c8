import {
  generationStates,
  languageList,
  meetingErrorSchema,
  meetingParamsSchema,
} from '@memo/meetings';
import { z } from 'zod';
import { generationsExample, reprocessExample } from './transcription.examples.ts';

const fromSchema = z
  .enum(['transcribe', 'assemble', 'summarize'])
  .describe(
    'What runs anew, and all that follows it: `transcribe` asks an engine about the speech, `assemble` puts the answers together and compares the voices, `summarize` writes the note',
  );

/** What is asked for and does nothing from this stage on. */
const useless = {
  transcribe: [],
  assemble: ['provider', 'model', 'languages'],
  summarize: ['provider', 'model', 'languages', 'speakers_expected'],
} as const;

export const reprocessSchema = z
  .object({
    from: fromSchema,
    provider: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('The engine to ask; the usual one when not given'),
    model: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('The model to ask: the one that is configured for an engine'),
    languages: languageList
      .optional()
      .describe('BCP-47 codes of what is spoken, at most 5; none: it is detected'),
    speakers_expected: z
      .number()
      .int()
      .min(1)
      .max(50)
      .nullable()
      .optional()
      .describe('How many people speak; null: it is not known'),
    template_id: z
      .uuid()
      .nullable()
      .optional()
      .describe('The template the note follows: a default one or one of the workspace; null: none'),
  })
  .superRefine((asked, context) => {
    for (const name of useless[asked.from]) {
      if (asked[name] === undefined) continue;
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `does nothing from "${asked.from}" on, as ${asked.from === 'assemble' || name !== 'speakers_expected' ? 'nothing would be transcribed' : 'nobody would be told apart'}: leave it out, or send from: "transcribe"`,
      });
    }
  })
  .meta({ id: 'Reprocess', example: reprocessExample });

export const generationParamsSchema = meetingParamsSchema.extend({
  generation: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .describe('Its number, as the list has it'),
});

const generationSchema = z
  .object({
    generation: z.number().int(),
    state: z
      .enum(generationStates)
      .describe(
        '`shown` is what the meeting has now, `running` is being made as the first or to take its place, `kept` was shown once and can be brought back, `failed` came to nothing',
      ),
    shown: z.boolean().describe('Whether `state` is `shown`'),
    from: z
      .enum(['upload', 'gaps', ...fromSchema.options])
      .describe('What ran for it; `gaps`: what was missing was asked about again'),
    created_at: z.iso.datetime().describe('When it was begun'),
    transcription_engine: z
      .object({ provider: z.string(), model: z.string() })
      .nullable()
      .describe(
        'Who made its transcript; of a running or failed one who was to be asked, where that was said',
      ),
    coverage_share: z
      .number()
      .nullable()
      .describe(
        'How much of the speech its transcript covers, from 0 to 1; null where that is not known',
      ),
    speakers: z.array(z.string()).describe('Who speaks in it: names, or labels'),
    reprocess_error: meetingErrorSchema.nullable().describe('Why it came to nothing'),
  })
  .meta({ id: 'Generation' });

export const generationsSchema = z
  .object({ generations: z.array(generationSchema).describe('The newest first') })
  .meta({ id: 'Generations', example: generationsExample });

export type AskedBody = z.output<typeof reprocessSchema>;
export type WireGenerations = z.output<typeof generationsSchema>;
