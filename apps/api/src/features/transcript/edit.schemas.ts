import { mostCharacters, oneLine } from '@memo/transcript';
import { z } from 'zod';
import { answerExample } from './transcript.examples.ts';
import { editSchema } from './transcript.schemas.ts';

const segmentId = z.number().int().min(0).max(2_147_483_647);
const offset = z.number().int().min(1).max(2_147_483_647);

/** Text of a transcript stands on one line, without what no document may hold. */
const spoken = (longest: number) => z.string().max(longest).overwrite(oneLine);

const speaker = z.string().min(1).max(200).describe('By key, `S1`, or by label, `Speaker1`');

export const changeSchema = z
  .object({
    text: spoken(mostCharacters.segment)
      .optional()
      .describe('Empty where nothing was said; exports leave it out'),
    speaker: speaker.optional(),
  })
  .refine(({ text, speaker }) => text !== undefined || speaker !== undefined, {
    message: 'must name a text, a speaker or both',
  })
  .meta({ example: { text: 'I will prepare the Q1 forecast by next Monday.' } });

export const splitSchema = z
  .object({
    word: offset.optional().describe('Before which of its words, counted from 0'),
    at_ms: offset.optional().describe('At which time of the recording'),
    character: offset.optional().describe('Before which UTF-16 unit of its text, counted from 0'),
  })
  .refine((cut) => Object.values(cut).filter((one) => one !== undefined).length === 1, {
    message: 'must name one of word, at_ms and character',
  })
  .meta({ example: { word: 4 } });

export const mergeSchema = z
  .object({
    segment_ids: z
      .array(segmentId)
      .min(2)
      .max(1_000)
      .describe('Segments that follow each other; the first of them keeps its id'),
    speaker: speaker.optional().describe('Whose they are; that of the first, if not given'),
  })
  .meta({ example: { segment_ids: [12, 13] } });

export const moveSchema = z
  .object({
    from_segment: segmentId,
    to_segment: segmentId.describe('The last of them, in the order of reading'),
    speaker,
  })
  .meta({ example: { from_segment: 12, to_segment: 19, speaker: 'S2' } });

export const replaceSchema = z
  .object({
    find: spoken(500).min(1).describe('However it is spaced'),
    replace: spoken(500).describe('Empty takes what is found away'),
    whole_words: z
      .boolean()
      .default(false)
      .describe('Not inside of words; says nothing of scripts that write no spaces'),
    match_case: z.boolean().default(false),
    dry_run: z.boolean().default(false).describe('Counts, and changes nothing'),
  })
  .meta({ example: { find: 'queue one', replace: 'Q1', whole_words: true } });

export const answerSchema = z
  .object({
    changed: z.boolean().describe('False where it says so already, and of a dry run'),
    matches: z.number().int().describe('How often was found what is replaced'),
    segment_ids: z
      .array(z.number().int())
      .describe('What was changed, or would be, in the order of reading'),
    edit: editSchema.nullable(),
  })
  .meta({ id: 'TranscriptEditAnswer', example: answerExample });

export type ChangeFields = z.output<typeof changeSchema>;
export type SplitFields = z.output<typeof splitSchema>;
export type MergeFields = z.output<typeof mergeSchema>;
export type MoveFields = z.output<typeof moveSchema>;
export type ReplaceFields = z.output<typeof replaceSchema>;
export type WireAnswer = z.output<typeof answerSchema>;
