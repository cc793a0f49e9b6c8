export { assembleTranscript } from './assemble.ts';
export { carryNames, type GivenName } from './speakers/carry-names.ts';
export { checkRecognition, type CheckedRecognition } from './check/check-recognition.ts';
export { createSentAudio, type SentAudio } from './check/sent-audio.ts';
export type { Fault } from './check/types.ts';
export { formatClock } from './clock.ts';
export { evidenceIn, type Cited, type Evidence } from './edit/evidence.ts';
export { applyHunks, invertHunks } from './edit/hunks.ts';
export { lineageAfter, type Hunk, type Lineage } from './edit/lineage.ts';
export {
  mostCharacters,
  planEdit,
  touchedBy,
  type EditOperation,
  type EditRefusal,
} from './edit/plan-edit.ts';
export { removeEcho, type LevelOf } from './echo/remove-echo.ts';
export { intersect, lengthOf, subtract, unite } from './coverage/spans.ts';
export { coverageOf } from './coverage/coverage.ts';
export {
  coverageSchema,
  gapReasons,
  type Coverage,
  type GapReason,
} from './coverage/coverage.schema.ts';
export { coverageText, gapsText } from './export/coverage-text.ts';
export { composeSummary } from './export/summary-text.ts';
export { plainTextOf, type MeetingDocument, type SpokenSegment } from './export/document.ts';
export { markdownOf } from './export/markdown.ts';
export { oneLine, paragraphs, readsRightToLeft } from './export/one-line.ts';
export { srtOf, vttOf } from './export/subtitles.ts';
export { findAlone, type VoiceSound } from './line-up/alone.ts';
export { pauseMs, type ClipInLineUp } from './line-up/clips.ts';
export { hearVoices, type AskAboutClips } from './line-up/hear-voices.ts';
export { meetingMetricsSchema, type MeetingMetrics } from './metrics/meeting-metrics.ts';
export { nameMetrics, type NamedMetrics } from './metrics/name-metrics.ts';
export { callSpeakers } from './speakers/call-speakers.ts';
export { saidWithin } from './stitch/keep-words.ts';
export { sharesOf } from './metrics/shares.ts';
export { voiceKey, type HeardVoice, type Voice } from './speakers/voices.ts';
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
export { displayName, keyPointsText, toWireSegments, type WireSegment } from './wire-form.ts';
