import { z } from 'zod';

const segmentIds = z
  .array(z.number().int().nonnegative())
  .describe('ids of the transcript segments this rests on');

/** What `summarize` asks a language model for. Everything points at the segments it came from. */
export const summarySchema = z.object({
  summary: z.string().describe('the meeting in a few sentences'),
  key_points: z.array(z.object({ text: z.string(), segment_ids: segmentIds })),
  action_items: z.array(
    z.object({
      task: z.string(),
      assigned_to: z.string().nullable().describe('only if said; null rather than guessed'),
      due_date: z.string().nullable().describe('as it was said; null rather than guessed'),
      segment_ids: segmentIds,
    }),
  ),
});

export type Summary = z.infer<typeof summarySchema>;
