import { z } from 'zod';
import type { MatchedBy } from '../speakers/side-speaker.ts';

const ms = z.number().int().nonnegative();
const count = z.number().int().nonnegative();

/** Why a stretch of a recording is not in the transcript. */
export const gapReasons = [
  'no_words',
  'stopped_early',
  'unreadable_answer',
  'repetition_loop',
  'wrong_times',
  'too_many_words',
  'words_in_silence',
  'missing_from_file',
] as const;
export type GapReason = (typeof gapReasons)[number];

const side = z
  .number()
  .int()
  .nullable()
  .describe(
    '0 for audio_file or the first of two tracks, 1 for second_audio_file or the second track, null when there is one',
  );

const fileSchema = z.strictObject({
  container: z.string().describe('As ffmpeg calls it, e.g. `mov`'),
  tracks: z
    .array(
      z.strictObject({
        codec: z.string(),
        channels: count,
        heard: z.boolean().describe('false: it does not decode, and what it holds is not known'),
      }),
    )
    .describe('Its audio tracks. Two of a single file are two sides; more are mixed'),
});

const matchedBy = ['line_up', 'overlap', 'said'] as const satisfies readonly MatchedBy[];

const speakerSupportSchema = z.strictObject({
  speaker: z.string().describe('Key of the speaker'),
  pieces: count.describe('Pieces the speaker has words in'),
  matched_by: z
    .array(z.enum(matchedBy))
    .describe(
      'How the speaker was known again from piece to piece, none where there is one: `overlap`: by the words two pieces share. `line_up`: by the voice. `said`: by what was said.',
    ),
  agreed_words: count.describe('Words of overlaps that two pieces have under this speaker'),
  clips: count.describe('Clips of the voice that the engine heard as this speaker in a line-up'),
});
export type SpeakerSupport = z.infer<typeof speakerSupportSchema>;

/** What a transcript covers of its recordings. With two recordings both count. */
export const coverageSchema = z.strictObject({
  speech_ms: ms.describe('Sound in which somebody may speak, pauses of less than 3 s included'),
  transcribed_ms: ms.describe('The part of it that the transcript covers'),
  share: z
    .number()
    .min(0)
    .max(1)
    .describe('transcribed_ms / speech_ms, to 4 places; 1 without speech'),
  gaps: z.array(
    z.strictObject({
      side,
      start_ms: ms,
      end_ms: ms,
      reason: z
        .enum(gapReasons)
        .describe(
          '`missing_from_file`: the file is damaged or ends early. `no_words`: sound in which the engine heard no words, twice. Others: what was wrong with each answer of the engine.',
        ),
    }),
  ),
  no_speech: z
    .array(z.strictObject({ side, start_ms: ms, end_ms: ms }))
    .optional()
    .describe(
      'Sound in which nobody speaks (music, typing, a hum): not sent to the engine, no gap',
    ),
  files: z
    .array(fileSchema)
    .optional()
    .describe('What the uploaded files hold, in their order; absent in transcripts made by 0.2.0'),
  echo_words_removed: count
    .optional()
    .describe(
      'Words left out on one side because a microphone heard them from the loudspeaker: the other side has them at the same moment, and louder',
    ),
  chunks: count.describe('Chunks the recordings were transcribed in'),
  chunks_retried: count.describe('Chunks of which an answer was rejected and asked for again'),
  loops_removed: count.describe('Answers rejected because they repeated themselves'),
  turns_given_twice: count
    .optional()
    .describe(
      'Turns that answers had twice, with the same time, speaker and words; each stands once',
    ),
  seams_repaired: count.describe('Places where two pieces overlapped and were joined'),
  speakers_matched: count.describe(
    'Speakers who were known again in another piece by their voice or by what they said',
  ),
  speakers: z
    .array(speakerSupportSchema)
    .optional()
    .describe('How each speaker was matched, by key; not there in transcripts of before'),
});

export type Coverage = z.infer<typeof coverageSchema>;
export interface Gap {
  side: number | null;
  startMs: number;
  endMs: number;
  reason: GapReason;
}
