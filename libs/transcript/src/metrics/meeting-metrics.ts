import { z } from 'zod';

const ms = z.number().int().nonnegative();
const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);

const speakerMetricsSchema = z.strictObject({
  // Names are not kept here: a renamed speaker must not need new metrics.
  key: z.string().describe("The transcript's speaker"),
  label: z.string(),
  talk_time_ms: ms.describe(
    "Time in which this speaker talks: the union of the speaker's segments",
  ),
  talk_share: share.describe(
    'talk_time_ms / Σ talk_time_ms of all speakers, to 4 places; all shares sum to 1, or are 0 when nobody spoke',
  ),
  words: count,
  words_per_minute: z
    .number()
    .nonnegative()
    .describe('words / (talk_time_ms / 60 000), to 1 place; 0 without talk time'),
  turns: count.describe('Maximal runs of consecutive segments, in order of start'),
  longest_monologue_ms: ms.describe(
    'Max over turns of (latest end − first start): nobody else begins in between. Pauses within count.',
  ),
  questions: count.describe(
    'Sentences ending in a question mark; in text without punctuation, segments that open like an English question',
  ),
});

const minuteSchema = z.strictObject({
  minute: count.describe("0 is the recording's first minute"),
  speech_ms: ms.describe("The minute's part of the meeting's speech_ms"),
  speakers: z
    .record(z.string(), ms)
    .describe("By speaker key, the minute's part of talk_time_ms; who is silent is left out"),
});

/** A meeting's `analytics_data`. Segments are cut at the recording's end before they are measured. */
export const meetingMetricsSchema = z.strictObject({
  duration_ms: ms,
  speech_ms: ms.describe(
    'Time in which anyone talks: the union of all segments, so overlap counts once',
  ),
  silence_ms: ms.describe('duration_ms − speech_ms'),
  silence_share: share.describe('silence_ms / duration_ms, to 4 places; 0 for an empty recording'),
  overlap_ms: ms.describe('Time in which two or more speakers talk at once'),
  words: count.describe(
    'Word-like segments by Unicode text segmentation (UAX #29), so languages without spaces count too',
  ),
  turns: count,
  speakers: z.array(speakerMetricsSchema),
  activity: z.array(minuteSchema).describe('One entry for every begun minute of the recording'),
});

export type MeetingMetrics = z.infer<typeof meetingMetricsSchema>;
