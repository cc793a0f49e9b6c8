export { assembleTranscript } from './assemble.ts';
export { formatClock } from './clock.ts';
export {
  coverageSchema,
  gapReasons,
  type Coverage,
  type Gap,
  type GapReason,
} from './coverage.schema.ts';
export { displayName } from './display-name.ts';
export { keyPointsText } from './key-points.ts';
export { meetingMetricsSchema, type MeetingMetrics } from './meeting-metrics.ts';
export { sharesOf } from './shares.ts';
export type { Span } from './place.ts';
export type {
  Seam,
  Segment,
  Speaker,
  SpeakerDecision,
  TranscribedPart,
  UnmatchedSpeaker,
  Utterance,
  Word,
} from './types.ts';
export { toWireSegments, type WireSegment } from './wire-segments.ts';
