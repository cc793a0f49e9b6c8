/**
 * The tables that hold what was said. They have a door of their own so that an import rule can watch it: libs/meetings
 * reads them, the stages that make transcripts write them, and nothing else has a way in.
 */
export { PartialTranscript } from './meetings/partial-transcript.ts';
export { TranscriptEdit, type StoredOperation } from './meetings/transcript-edit.ts';
export { TranscriptGeneration } from './meetings/transcript-generation.ts';
export { Transcript } from './meetings/transcript.ts';
