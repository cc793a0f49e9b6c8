import { utteranceSchema, type GapReason } from '@memo/transcript';
import { z } from 'zod';

/** What the provider itself says it used; bills are made from this, never from constants. */
const providerUsageSchema = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  /** Where the provider bills audio by its length instead. */
  audioSeconds: z.number().exactOptional(),
});
export type ProviderUsage = z.infer<typeof providerUsageSchema>;

/** Who gave an answer, and what it took. */
export const answerOriginSchema = z.object({
  provider: z.string(),
  /** The model that really answered. */
  model: z.string(),
  usage: providerUsageSchema.nullable(),
});
export type AnswerOrigin = z.infer<typeof answerOriginSchema>;

const problemReasons = [
  'stopped_early',
  'unreadable_answer',
] as const satisfies readonly GapReason[];

const recognitionProblemSchema = z.object({
  reason: z.enum(problemReasons),
  /** For logs; holds nothing that was said. */
  detail: z.string(),
  /** Where every answer would be like this one: what is wrong and which setting to change. */
  setting: z.string().exactOptional(),
});
export type RecognitionProblem = z.infer<typeof recognitionProblemSchema>;

/**
 * A recognizer's answer that was paid for, good or bad, as it is kept the moment it arrives. `checkRecognition` of
 * @memo/transcript judges its words.
 */
export const recognitionSchema = answerOriginSchema.extend({
  /** Why the answer as a whole cannot be used, where the provider itself shows it; null when it can be read. */
  problem: recognitionProblemSchema.nullable(),
  /** As the provider gave them: times relative to the audio sent, not yet checked. Empty when nothing was said. */
  utterances: z.array(utteranceSchema),
  /**
   * Stretches of the audio, in ms, where the answer holds something that could not be read: words are missing there.
   * Answers kept by earlier releases do not have it.
   */
  unread: z.array(z.object({ startMs: z.number(), endMs: z.number() })).exactOptional(),
  /** Turns that stand once and were given twice, where there are any. */
  givenTwice: z.number().int().exactOptional(),
});
export type Recognition = z.infer<typeof recognitionSchema>;
