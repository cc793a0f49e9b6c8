import { z } from 'zod';

/** What `prepare` leaves on its run for `transcribe` and `assemble`. */
export const preparedSchema = z.object({
  /** In order of part: one `transcribe` run each. */
  chunks: z.array(
    z.object({
      /** Position among the chunks of its recording. */
      chunk: z.number().int(),
      side: z.number().int().nullable(),
      startMs: z.number().int(),
      endMs: z.number().int(),
      key: z.string(),
      sha256: z.string(),
    }),
  ),
});
export type Prepared = z.infer<typeof preparedSchema>;
export type PreparedChunk = Prepared['chunks'][number];

/** What `transcribe` leaves on its run: where the answer is kept. */
export const transcribedSchema = z.object({ answerKey: z.string() });
export type Transcribed = z.infer<typeof transcribedSchema>;

const source = {
  provider: z.string(),
  model: z.string(),
  usage: z.object({ inputTokens: z.number(), outputTokens: z.number() }).nullable(),
};

const wordSchema = z.object({
  text: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  confidence: z.number().exactOptional(),
});

/** A recognizer's answer as it is kept. */
export const recognitionSchema = z.object({
  ...source,
  utterances: z.array(
    z.object({
      speaker: z.string(),
      text: z.string(),
      startMs: z.number(),
      endMs: z.number(),
      words: z.array(wordSchema),
    }),
  ),
});

const segmentIds = z.array(z.number().int());

/** A language model's note as it is kept. */
export const noteSchema = z.object({
  ...source,
  value: z.object({
    summary: z.string(),
    key_points: z.array(z.object({ text: z.string(), segment_ids: segmentIds })),
    action_items: z.array(
      z.object({
        task: z.string(),
        assigned_to: z.string().nullable(),
        due_date: z.string().nullable(),
        segment_ids: segmentIds,
      }),
    ),
  }),
});
