import { z } from 'zod';

const segmentIds = z.array(z.number().int()).describe('The transcript segments it rests on');

const quote = z
  .string()
  .nullable()
  .describe('Words of those segments, letter by letter; notes made before there were quotes: null');

const support = z
  .enum(['supported', 'unconfirmed'])
  .nullable()
  .describe(
    'What a second reading by the language model found in those segments (`SUPPORT_CHECK`): that they say so, or that they do not say it. Null where there was none, or it had no answer',
  );

const quoteChanged = z
  .boolean()
  .describe(
    'Whether the transcript was edited so that those segments do not say the quote any more',
  );

export const pointSchema = z
  .object({
    text: z.string(),
    segment_ids: segmentIds,
    quote,
    support,
    quote_changed: quoteChanged,
  })
  .meta({ id: 'Point' });

export const listedActionItemSchema = z
  .object({
    task: z.string(),
    assigned_to: z
      .string()
      .nullable()
      .describe('Only if it was said; a speaker is called as in `transcription`'),
    due_date: z.string().nullable().describe('In the words that were said'),
    segment_ids: segmentIds,
    support,
  })
  .meta({ id: 'ListedActionItem' });

export const actionItemSchema = listedActionItemSchema
  .extend({ quote, quote_changed: quoteChanged })
  .meta({ id: 'ActionItem' });
