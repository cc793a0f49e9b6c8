export { createAudioTools } from './audio-tools.ts';
export { findFfmpeg } from './find-ffmpeg.ts';
export type { AudioTools, DecodedRecording, DecodedSide, PlayableFile, Span } from './types.ts';
