import { z } from 'zod';

const ms = z.number().int().nonnegative();
const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);

const speakerMetricsSchema = z.strictObject({
  /** The transcript's speaker. Names are not kept here: a renamed speaker must not need new metrics. */
  key: z.string(),
  label: z.string(),
  /** Time in which this speaker talks: the union of the speaker's segments. */
  talk_time_ms: ms,
  /** talk_time_ms / Σ talk_time_ms of all speakers, to 4 places; all shares sum to 1, or are 0 when nobody spoke. */
  talk_share: share,
  words: count,
  /** words / (talk_time_ms / 60 000), to 1 place; 0 without talk time. */
  words_per_minute: z.number().nonnegative(),
  /** Maximal runs of consecutive segments, in order of start. */
  turns: count,
  /** max over turns of (latest end − first start): nobody else begins in between. Pauses within count. */
  longest_monologue_ms: ms,
  /** Sentences ending in a question mark; in text without punctuation, segments that open like an English question. */
  questions: count,
});

const minuteSchema = z.strictObject({
  /** 0 is the recording's first minute. */
  minute: count,
  /** The minute's part of the meeting's speech_ms. */
  speech_ms: ms,
  /** By speaker key, the minute's part of talk_time_ms; who is silent is left out. */
  speakers: z.record(z.string(), ms),
});

/** A meeting's `analytics_data`. Segments are cut at the recording's end before they are measured. */
export const meetingMetricsSchema = z.strictObject({
  duration_ms: ms,
  /** Time in which anyone talks: the union of all segments, so overlap counts once. */
  speech_ms: ms,
  /** duration_ms − speech_ms. */
  silence_ms: ms,
  /** silence_ms / duration_ms, to 4 places; 0 for an empty recording. */
  silence_share: share,
  /** Time in which two or more speakers talk at once. */
  overlap_ms: ms,
  /** Word-like segments by Unicode text segmentation (UAX #29), so languages without spaces count too. */
  words: count,
  turns: count,
  speakers: z.array(speakerMetricsSchema),
  /** One entry for every begun minute of the recording. */
  activity: z.array(minuteSchema),
});

export type MeetingMetrics = z.infer<typeof meetingMetricsSchema>;
