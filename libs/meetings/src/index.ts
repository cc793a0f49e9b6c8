export { meetingNotFound } from '@memo/access';
export {
  createTranscriptEdits,
  type TranscriptEdit,
  type TranscriptEdits,
  type WantedEdit,
} from './edits/edits.ts';
export {
  cutOutsideDetail,
  noSuchSegmentDetail,
  replacedDetail,
  stoodUponDetail,
} from './edits/refusals.ts';
export { createTranscripts, type ShownTranscript, type Transcripts } from './edits/transcript.ts';
export {
  createGenerations,
  keepGeneration,
  type Generation,
  type Generations,
} from './generations/generations.ts';
export { generationStates } from './generations/generations.sql.ts';
export { findSeenMeeting, usableTemplates } from './intake/intake.sql.ts';
export { lockMeeting } from './intake/begin-when-complete.ts';
export { untitled } from './intake/insert-meeting.ts';
export {
  createIntake,
  outcomeUnknown,
  UnknownTemplate,
  type Created,
  type Intake,
} from './intake/intake.ts';
export {
  compactColumns,
  meetingColumns,
  meetingRow,
  speakersColumn,
  type MeetingDetails,
  type MeetingRow,
  type TranscribedMeeting,
} from './meeting-rows.ts';
export {
  askedMinutes,
  holdNote,
  keepMinutes,
  showItems,
  type MadeNote,
} from './minutes/keep-minutes.ts';
export {
  createMinutesStore,
  type ContentRow,
  type MinutesRow,
  type MinutesSettings,
  type MinutesStore,
  type VersionRow,
} from './minutes/minutes.ts';
export { adoptOldForm } from './old-form.sql.ts';
export {
  createMeetingReader,
  meetingParamsSchema,
  noSuchMeeting,
  notTranscribed,
  type MeetingReader,
} from './reader.ts';
export { lockTranscript, removeSpeakers } from './replace-speakers.sql.ts';
export { replaceSpeakers, speakersAfter, type SpeakerRow } from './replace-speakers.ts';
export { searchHits, type SearchHit } from './search/hits.ts';
export { rebuildSearch } from './search/rebuild.ts';
export { createUnclaimed, type Unclaimed, type Upload } from './unclaimed/unclaimed.ts';
export {
  removeUnknown,
  verifyStorage,
  type StorageLooked,
  type StorageProblem,
} from './unclaimed/verify-storage.ts';
export {
  languageCode,
  languageList,
  languages,
  speakersExpected,
  speakersNumber,
} from './upload-hints.ts';
export { meetingPageExample } from './view/examples.ts';
export { headByName, metricsByName, titleByName } from './view/call-by-name.ts';
export { actionItemSchema, pointSchema } from './view/note-schemas.ts';
export { toCompactItem, toListItem, toMeeting, toProgress } from './view/mapper.ts';
export {
  meetingErrorSchema,
  compactItemSchema,
  meetingListItemSchema,
  meetingSchema,
  visibilitySchema,
  type WireMeeting,
  type WireMeetingListItem,
} from './view/schemas.ts';
