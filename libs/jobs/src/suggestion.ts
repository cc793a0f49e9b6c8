import { z } from 'zod';

const choice = z.object({
  templateId: z.string(),
  templateName: z.string(),
  /** 0 to 1. */
  confidence: z.number(),
});

/** What a `suggest` job answers. */
export const suggestionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('title'), title: z.string() }),
  z.object({ kind: z.literal('description'), description: z.string() }),
  z.object({
    kind: z.literal('template'),
    best: choice,
    reason: z.string(),
    /** Best first. */
    alternatives: z.array(choice),
  }),
]);

export type Suggestion = z.output<typeof suggestionSchema>;
