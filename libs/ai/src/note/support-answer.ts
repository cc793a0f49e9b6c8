import { z } from 'zod';
import { generationSchema } from '../language-model.ts';

export const verdicts = ['supported', 'contradicted', 'not_stated'] as const;
export type Verdict = (typeof verdicts)[number];

/** What `check-support` asks a language model for. */
export const supportSchema = z.object({
  verdicts: z
    .array(
      z.object({
        index: z.number().int().describe('of a statement of the list'),
        verdict: z.enum(verdicts),
      }),
    )
    .describe('one for each statement of the list'),
});
export type SupportAnswer = z.infer<typeof supportSchema>;

export const supportGenerationSchema = generationSchema(supportSchema);

/**
 * The verdicts by index. Null where there is none, or two that differ: what a model says of a statement that it was not
 * asked about is nothing.
 */
export function verdictsOf({ verdicts: given }: SupportAnswer, count: number): (Verdict | null)[] {
  const byIndex = Map.groupBy(given, ({ index }) => index);
  return Array.from({ length: count }, (_, index) => {
    const told = new Set((byIndex.get(index) ?? []).map(({ verdict }) => verdict));
    const [only] = told;
    return told.size === 1 && only !== undefined ? only : null;
  });
}
