export type { HearingFault } from './hearing-faults.ts';
export { judge } from './judge.ts';
export { locate } from './locate.ts';
export { planMeeting, type MeetingWishes } from './plan-meeting.ts';
export { speechSpans } from './speech-spans.ts';
export { createTruthfulRecognizer, type TruthfulRecognizer } from './truthful-recognizer.ts';
export type { KnownMeeting } from './types.ts';
export type { JudgedSegment, JudgedSpeaker } from './verdict.ts';
export { recordingChunks, writeRecording } from './write-recording.ts';
