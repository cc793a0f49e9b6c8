export { assembleTranscript } from './assemble.ts';
export { formatClock } from './clock.ts';
export { displayName } from './display-name.ts';
export { keyPointsText } from './key-points.ts';
export { meetingMetricsSchema, type MeetingMetrics } from './meeting-metrics.ts';
export { sharesOf } from './shares.ts';
export type { Segment, Speaker, Utterance, Word } from './types.ts';
export { toWireSegments, type WireSegment } from './wire-segments.ts';
