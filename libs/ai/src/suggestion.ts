import { z } from 'zod';

/** What the `suggest-…` tasks ask a language model for. */
export const titleSchema = z.object({ title: z.string().describe('at most 80 characters') });

export const descriptionSchema = z.object({
  description: z.string().describe('one to three sentences'),
});

export const templateChoicesSchema = z.object({
  suggestions: z
    .array(
      z.object({
        template_id: z.string(),
        confidence: z.number().describe('0 to 1'),
        reason: z.string().describe('one sentence'),
      }),
    )
    .describe('best first; empty when none fits'),
});

export type TitleAnswer = z.infer<typeof titleSchema>;
export type DescriptionAnswer = z.infer<typeof descriptionSchema>;
export type TemplateAnswer = z.infer<typeof templateChoicesSchema>;
