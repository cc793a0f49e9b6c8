import { z } from 'zod';

/** What `prepare` leaves on its run for `transcribe` and `assemble`. */
export const preparedSchema = z.object({
  duration_ms: z.number().int(),
  /** In order of part: one `transcribe` run each. */
  chunks: z.array(
    z.object({
      /** Position among the chunks of its recording. */
      chunk: z.number().int(),
      side: z.number().int().nullable(),
      start_ms: z.number().int(),
      end_ms: z.number().int(),
      key: z.string(),
      sha256: z.string(),
    }),
  ),
});
export type Prepared = z.infer<typeof preparedSchema>;
export type PreparedChunk = Prepared['chunks'][number];

const usageSchema = z.object({ inputTokens: z.number(), outputTokens: z.number() }).nullable();

/** What `transcribe` leaves on its run. The answer itself is an object in S3. */
export const transcribedSchema = z.object({
  answer_key: z.string(),
  provider: z.string(),
  model: z.string(),
  usage: usageSchema,
});
export type Transcribed = z.infer<typeof transcribedSchema>;

/** A recognizer's answer as it is kept. */
export const answerSchema = z.object({
  utterances: z.array(
    z.object({
      speaker: z.string(),
      text: z.string(),
      startMs: z.number(),
      endMs: z.number(),
      words: z.array(
        z.object({
          text: z.string(),
          startMs: z.number(),
          endMs: z.number(),
          confidence: z.number().exactOptional(),
        }),
      ),
    }),
  ),
  provider: z.string(),
  model: z.string(),
  usage: usageSchema,
});
