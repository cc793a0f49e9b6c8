export { assembleTranscript } from './assemble.ts';
export { carryNames } from './speakers/carry-names.ts';
export { checkRecognition, type CheckedRecognition } from './check/check-recognition.ts';
export { createSentAudio, type SentAudio } from './check/sent-audio.ts';
export type { Fault } from './check/types.ts';
export { formatClock } from './clock.ts';
export { intersect, lengthOf, subtract, unite } from './coverage/spans.ts';
export { coverageOf } from './coverage/coverage.ts';
export { coverageSchema, gapReasons, type Coverage, type GapReason } from './coverage/coverage.schema.ts';
export { displayName } from './display-name.ts';
export type { MeetingDocument, SpokenSegment } from './export/document.ts';
export { markdownOf } from './export/markdown.ts';
export { oneLine, paragraphs } from './export/one-line.ts';
export { plainTextOf } from './export/plain-text.ts';
export { readsRightToLeft } from './export/reads-right-to-left.ts';
export { srtOf, vttOf } from './export/subtitles.ts';
export { keyPointsText } from './key-points.ts';
export { meetingMetricsSchema, type MeetingMetrics } from './metrics/meeting-metrics.ts';
export { saidWithin } from './stitch/said-within.ts';
export { sharesOf } from './metrics/shares.ts';
export {
  utteranceSchema,
  type Segment,
  type Speaker,
  type SpeakerDecision,
  type TranscribedPart,
  type UnmatchedSpeaker,
  type Utterance,
  type Word,
} from './types.ts';
export { joinWords, splitWords, type SegmentWords } from './segment-words.ts';
export { toWireSegments, type WireSegment } from './wire-segments.ts';
