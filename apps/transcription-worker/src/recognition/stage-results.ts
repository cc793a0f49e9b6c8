import { gapReasons, utteranceSchema } from '@memo/transcript';
import { z } from 'zod';

const spanSchema = z.object({ startMs: z.number().int(), endMs: z.number().int() });

const side = z.number().int().nullable();

/** What `prepare` leaves on its run for `transcribe` and `assemble`. Times are on the recording's clock. */
export const preparedSchema = z.object({
  /** Of the whole meeting, in ms, and where what is played is, if that is not the recording. Rows of 0.2.0 have neither. */
  durationMs: z.number().int().exactOptional(),
  playbackKey: z.string().exactOptional(),
  recordings: z.array(
    z.object({
      side,
      /** What decodes, in ms. */
      durationMs: z.number().int(),
      /** What the file says it holds, where that is more and believable; else null. */
      declaredMs: z.number().int().nullable(),
      /** Sound in which nobody speaks; rows of 0.2.0 do not have it. */
      noSpeech: z.array(spanSchema).exactOptional(),
      /** Where it is kept how loud the side is; null for one that is alone. Rows of 0.2.0 do not have it. */
      levelsKey: z.string().nullable().exactOptional(),
    }),
  ),
  /** What the files hold, in the order of the uploads; rows of 0.2.0 do not have it. */
  files: z
    .array(
      z.object({
        container: z.string(),
        tracks: z.array(
          z.object({
            codec: z.string(),
            channels: z.number().int(),
            /** Whether it was heard. */
            decoded: z.boolean(),
          }),
        ),
      }),
    )
    .exactOptional(),
  /** In order of start, then side: one `transcribe` run each. */
  chunks: z.array(
    z.object({
      /** Position among the chunks of its side. */
      chunk: z.number().int(),
      side,
      startMs: z.number().int(),
      endMs: z.number().int(),
      /** Where sound is, in order: what is in the audio, one stretch behind the other. */
      speech: z.array(spanSchema),
      /** Stretches of it that are quieter than what counts as silence. Rows of 0.2.0 do not have it. */
      quietSpeech: z.array(spanSchema).exactOptional(),
      /** Pauses in the FLAC, on its own clock; rows of before they were kept do not have them. */
      silences: z.array(spanSchema).exactOptional(),
      /** FLAC of the stretches of speech; null when there is none and nothing to ask anybody about. */
      audio: z.object({ key: z.string(), sha256: z.string() }).nullable(),
    }),
  ),
});
export type Prepared = z.infer<typeof preparedSchema>;
export type PreparedChunk = Prepared['chunks'][number];

/** How loud a side is, as `prepare` keeps it. */
export const levelsSchema = z.object({
  stepMs: z.number().int().positive(),
  /** RMS of each step, levelled, in dB of full scale. */
  db: z.array(z.number()),
});

/** What rows have had since 0.2.0, under the names of then. */
const keptTranscribedSchema = z.object({
  heardKey: z.string(),
  thrownAway: z.number().int(),
  loops: z.number().int(),
  /** Rows of before it was counted do not have it. */
  givenTwice: z.number().int().exactOptional(),
});

/** What `transcribe` leaves on its run: where the chunk's checked words are kept, and how it went. */
export const transcribedSchema = z.codec(
  keptTranscribedSchema,
  z.object({
    recognizedKey: z.string(),
    /** Answers that could not be used and were asked for again. */
    rejectedAnswers: z.number().int(),
    /** Those of them that repeated themselves. */
    loops: z.number().int(),
    /** Turns of answers that stand once and were given twice. */
    givenTwice: z.number().int(),
  }),
  {
    decode: ({ heardKey, thrownAway, loops, givenTwice = 0 }) => {
      return { recognizedKey: heardKey, rejectedAnswers: thrownAway, loops, givenTwice };
    },
    encode: ({ recognizedKey, rejectedAnswers, loops, givenTwice }) => {
      return {
        heardKey: recognizedKey,
        thrownAway: rejectedAnswers,
        loops,
        ...(givenTwice > 0 && { givenTwice }),
      };
    },
  },
);
export type Transcribed = z.infer<typeof transcribedSchema>;

/** A chunk's checked words, as `transcribe` keeps them for `assemble`. */
export const recognizedSchema = z.object({
  /** One for each piece that was answered: the whole chunk, or parts of it that overlap. */
  pieces: z.array(
    z.object({
      startMs: z.number().int(),
      endMs: z.number().int(),
      /** Times count from the piece's start, on the recording's clock. */
      utterances: z.array(utteranceSchema),
    }),
  ),
  /** On the recording's clock; stretches of speech without usable words. */
  gaps: z.array(spanSchema.extend({ reason: z.enum(gapReasons) })),
  /** Who answered. */
  sources: z.array(z.object({ provider: z.string(), model: z.string() })),
});
export type Recognized = z.infer<typeof recognizedSchema>;

/** A chunk and what was recognized of it. */
export interface RecognizedChunk extends PreparedChunk, Transcribed {
  recognized: Recognized;
}
