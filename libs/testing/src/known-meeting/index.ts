export type { RecognizerFault } from './recognizer-faults.ts';
export type { LabelNoise } from './label-noise.ts';
export { judge } from './judge.ts';
export { locate } from './locate.ts';
export { paidShare } from './paid-share.ts';
export { planMeeting, type MeetingPlan } from './plan-meeting.ts';
export { planLongAbsences, provingMeetings } from './proving-meetings.ts';
export { speechSpans } from './speech-spans.ts';
export { createTruthfulMatcher } from './truthful-matcher.ts';
export {
  createTruthfulRecognizer,
  type HeardAudio,
  type TruthfulRecognizer,
} from './truthful-recognizer.ts';
export type { KnownMeeting } from './types.ts';
export type { JudgedSegment, JudgedSpeaker } from './verdict.ts';
export { recordingChunks, writeRecording } from './write-recording.ts';
